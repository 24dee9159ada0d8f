/** `pnpm format [file …]`: formats everything, or the given files. */
import { run } from './run.ts'

const files = process.argv.slice(2)
const paths = files.length > 0 ? files.map((file) => JSON.stringify(file)).join(' ') : '.'
process.exitCode = run(`prettier --write --log-level warn ${paths}`) ? 0 : 1
