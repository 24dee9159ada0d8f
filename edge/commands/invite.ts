/**
 * Invitations, for AUTH_MODE invite:
 *
 *   pnpm run invite <id> <name> [origin]   mints a link, with SESSION_SECRET as the Worker has it
 *   pnpm run invite revoke <number>        takes one back, and ends the sessions that came of it
 *
 * Origin and secret are those that `pnpm run setup` knows, of the environment that --environment
 * names, unless they are given. A link works once, for seven days. Its number is printed with it.
 */
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { signToken } from '../src/creators/token.ts'
import { namespaceTitle, studioFile } from './studio-file.ts'
import { cloudflareByWrangler } from './wrangler.ts'

const lifeSeconds = 7 * 24 * 3600

const usage = `Usage: pnpm run invite <id> <name> [origin] [--environment name]
       pnpm run invite revoke <number> [--environment name]

  id      up to 64 letters, digits and . _ @ -, the same for each invitation of one person
  name    what the studio calls them, up to 64 characters
  origin  of the studio, such as https://studio.example.com
  number  of an invitation, as it was printed with its link`

const { values, positionals } = readArguments()
const { environment } = values
const studio = studioFile(environment).read()
const [first = '', second = '', origin = studio.address ?? 'http://localhost:5173'] = positionals

if (first === 'revoke' && /^[0-9a-f-]{36}$/.test(second)) await revoke(second)
else if (/^[\w.@-]{1,64}$/.test(first) && second && second.length <= 64) await mint(first, second)
else fail(usage)

function readArguments() {
  try {
    const environment = { type: 'string', default: 'production' } as const
    return parseArgs({ allowPositionals: true, options: { environment } })
  } catch {
    return fail(usage)
  }
}

async function mint(creatorId: string, name: string): Promise<void> {
  const secret = process.env.SESSION_SECRET ?? studio.secrets.SESSION_SECRET ?? ''
  if (secret.length < 32)
    fail(
      `Nothing is known here of a studio ${environment}. Run \`pnpm run setup\` first, or set SESSION_SECRET to what the Worker has.`,
    )
  const jti = randomUUID()
  const exp = Math.floor(Date.now() / 1000) + lifeSeconds
  const token = await signToken(secret, 'invite', { sub: creatorId, name, jti, exp })
  console.log(`${new URL('/invite', origin).href}#${token}`)
  console.error(`Invitation ${jti}, for ${name}, until ${new Date(exp * 1000).toISOString()}`)
}

/** Needs to be signed in to wrangler: the mark is one KV record of the deployed Worker. */
async function revoke(jti: string): Promise<void> {
  const cloudflare = cloudflareByWrangler()
  try {
    const namespaceId = await cloudflare.findNamespace(namespaceTitle(environment))
    if (!namespaceId) fail(`There is no KV namespace ${namespaceTitle(environment)}.`)
    await cloudflare.putKey(namespaceId, `invite/${jti}`, 'revoked')
    console.error(`Invitation ${jti} is taken back.`)
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error))
  }
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
