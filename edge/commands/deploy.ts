/**
 * `pnpm run deploy [environment]`: brings the code of a studio that was set up up to date. Its
 * variables, secrets and KV namespace stay as they are.
 */
import { nobodySignedIn } from './set-up.ts'
import { workerName } from './studio-file.ts'
import { cloudflareByWrangler } from './wrangler.ts'

const [environment = 'production'] = process.argv.slice(2)
const worker = workerName(environment)
const cloudflare = cloudflareByWrangler()
try {
  if (!(await cloudflare.accounts())) throw new Error(nobodySignedIn)
  if (!(await cloudflare.secretNames(worker)))
    throw new Error(`There is no Worker ${worker} yet: pnpm run setup makes it.`)
  const addresses = await cloudflare.deploy({ worker, variables: {} })
  console.log(`Deployed to ${addresses.join(' and ')}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
