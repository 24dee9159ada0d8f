/** `pnpm run docs`: writes the pages that are made from code. */
import { writeFileSync } from 'node:fs'
import { configurationTable } from './configuration-table.ts'

const page = new URL('../../shared/docs/configuration.md', import.meta.url)
writeFileSync(page, await configurationTable())
