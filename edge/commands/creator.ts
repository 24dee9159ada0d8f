/**
 * What is kept of one creator, for AUTH_MODE invite named by the id of their invitation, else by `sub`:
 *
 *   pnpm run creator export <who> [--environment name]   writes it to the standard output, as JSON
 *   pnpm run creator erase <who> [--environment name]    deletes it, and the videos at VOD
 */
import { parseArgs } from 'node:util'
import { pagesOf } from './operator-client.ts'
import { operatorOf } from './studio-operator.ts'
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
  const client = operatorOf(values.environment)
  if (action === 'export') {
    const uploads = []
    for await (const page of pagesOf((cursor) => client.exportCreator(who, cursor)))
      uploads.push(...page.uploads)
    console.log(JSON.stringify({ creator: who, uploads }, null, 2))
  } else {
    const sure =
      values.yes || (await terminal.confirm(`Delete every video of ${who}, here and at VOD?`))
    if (!sure) throw new Error('Nothing was deleted.')
    let erased = 0
    for await (const page of pagesOf((cursor) => client.eraseCreator(who, cursor)))
      erased += page.erased
    console.log(`${erased} uploads of ${who} are erased.`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
