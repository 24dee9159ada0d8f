/**
 * `pnpm run deploy [environment]`: deploys the code of this checkout to a studio that was set up. Its variables, secrets
 * and KV namespace do not change.
 */
import { notSignedIn } from './setup/cloudflare-account.ts'
import { workerName } from './studio-file.ts'
import { cloudflareByWrangler } from './wrangler.ts'

const [environment = 'production'] = process.argv.slice(2)
const worker = workerName(environment)
const cloudflare = cloudflareByWrangler()
try {
  if (!(await cloudflare.accounts())) throw new Error(notSignedIn)
  if (!(await cloudflare.secretNames(worker)))
    throw new Error(`The Worker ${worker} doesn’t exist yet. Run \`pnpm run setup\`.`)
  const addresses = await cloudflare.deploy({ worker, variables: {} })
  console.log(`Deployed to ${addresses.join(' and ')}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
