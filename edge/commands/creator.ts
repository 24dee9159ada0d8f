/**
 * All stored data of one creator. With AUTH_MODE invite, `who` is the id of the creator's invitation, otherwise the
 * `sub` of the creator's tokens:
 *
 *   pnpm run creator export <who> [--environment name]   writes the data to the standard output, as JSON
 *   pnpm run creator erase <who> [--environment name]    deletes the data, and the videos at VOD
 */
import { parseArgs } from 'node:util'
import { operatorClientOf } from './operator-client.ts'
import { terminal } from './terminal.ts'

const usage = 'Usage: pnpm run creator export|erase <who> [--environment name] [--yes]'

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { environment: { type: 'string' }, yes: { type: 'boolean', default: false } },
  })
  const [action, who, ...others] = positionals
  if (!who || others.length > 0 || (action !== 'export' && action !== 'erase'))
    throw new Error(usage)
  const client = operatorClientOf(values.environment)
  if (action === 'export') {
    const uploads = []
    for await (const page of client.exportCreator(who)) uploads.push(...page.uploads)
    console.log(JSON.stringify({ creator: who, uploads }, null, 2))
  } else {
    const isConfirmed =
      values.yes ||
      (await terminal.confirm(
        `Permanently delete all uploads and videos of ${who}, here and in VOD?`,
      ))
    if (!isConfirmed) throw new Error('Nothing was deleted.')
    let erased = 0
    for await (const page of client.eraseCreator(who)) erased += page.erased
    console.log(`${erased} ${erased === 1 ? 'upload' : 'uploads'} erased`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
