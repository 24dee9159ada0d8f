/** `pnpm typecheck [file …]`: type-checks all projects, or only those that contain the given files. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run, workerEnvironment } from './run.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Projects of the root `tsconfig.json`. Later ones can lie inside the folder of an earlier one. */
const projects = (
  JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as {
    references: { path: string }[]
  }
).references.map(({ path }) => path)

/**
 * Projects to check for a file: those in the nearest folder that has any.
 * @throws if no project contains the file
 */
function projectsOf(file: string): string[] {
  for (let folder = relative(root, resolve(file)); folder !== '.'; folder = dirname(folder)) {
    const found = projects.filter(
      (project) => project === folder || (project.endsWith('.json') && dirname(project) === folder),
    )
    if (found.length > 0) return found
  }
  throw new Error(`No TypeScript project contains ${file}.`)
}

const selected = [...new Set(process.argv.slice(2).flatMap(projectsOf))]
const hasWorkerTypes = existsSync(join(root, 'edge/worker-configuration.d.ts'))
const succeeded =
  (hasWorkerTypes || run('wrangler types --cwd edge', workerEnvironment)) &&
  run(['vue-tsc -b', ...selected].join(' '))
process.exitCode = succeeded ? 0 : 1
