/** `pnpm run docs`: generates documentation from code. */
import { writeFileSync } from 'node:fs'
import { configurationTable } from './configuration-table.ts'
import { problemsPage } from './problems-page.ts'
import { scalePage } from './scale-page.ts'

const folder = new URL('../../shared/docs/', import.meta.url)
writeFileSync(new URL('configuration.md', folder), await configurationTable())
writeFileSync(new URL('scale.md', folder), await scalePage())
writeFileSync(new URL('problems.md', folder), await problemsPage())
