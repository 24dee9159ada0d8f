/**
 * Invitations, for AUTH_MODE invite:
 *
 *   pnpm run invite <id> <name> [origin]   creates a link, signed with the Worker's SESSION_SECRET
 *   pnpm run invite revoke <number>        revokes an invitation, and ends the sessions that it started
 *
 * Origin and secret come from the data that `pnpm run setup` stored for the environment of --environment, unless they
 * are given. A link works once, within seven days. Its number is printed with it.
 */
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { signToken } from '../src/creators/token.ts'
import { namespaceTitle, studioFile } from './studio-file.ts'
import { cloudflareByWrangler } from './wrangler.ts'

const ttlSeconds = 7 * 24 * 3600

const usage = `Usage: pnpm run invite <id> <name> [origin] [--environment name]
       pnpm run invite revoke <number> [--environment name]

  id      up to 64 letters, digits and . _ @ -; the same in all invitations of one person
  name    the creator’s name in the studio, up to 64 characters
  origin  the studio’s origin, such as https://studio.example.com
  number  the number of an invitation, which was printed with its link`

const { values, positionals } = readArguments()
const { environment } = values
const studio = studioFile(environment).read()
const [first = '', second = '', origin = studio.address ?? 'http://localhost:5173'] = positionals

if (first === 'revoke' && /^[0-9a-f-]{36}$/.test(second)) await revoke(second)
else if (/^[\w.@-]{1,64}$/.test(first) && second && second.length <= 64) await create(first, second)
else fail(usage)

function readArguments() {
  try {
    const environment = { type: 'string', default: 'production' } as const
    return parseArgs({ allowPositionals: true, options: { environment } })
  } catch {
    return fail(usage)
  }
}

async function create(creatorId: string, name: string): Promise<void> {
  const secret = process.env.SESSION_SECRET ?? studio.secrets.SESSION_SECRET ?? ''
  if (secret.length < 32)
    fail(
      `The studio "${environment}" wasn’t set up on this machine. Run \`pnpm run setup\`, or set SESSION_SECRET to the Worker’s value.`,
    )
  const jti = randomUUID()
  const exp = Math.floor(Date.now() / 1000) + ttlSeconds
  const token = await signToken(secret, 'invite', { sub: creatorId, name, jti, exp })
  console.log(`${new URL('/invite', origin).href}#${token}`)
  console.error(`Invitation ${jti} for ${name}, valid until ${new Date(exp * 1000).toISOString()}`)
}

/** Writes the revocation to the KV namespace of the deployed Worker. Requires a sign-in to wrangler. */
async function revoke(jti: string): Promise<void> {
  const cloudflare = cloudflareByWrangler()
  try {
    const namespaceId = await cloudflare.findNamespace(namespaceTitle(environment))
    if (!namespaceId)
      fail(
        `The KV namespace ${namespaceTitle(environment)} doesn’t exist. Check --environment, or run \`pnpm run setup\`.`,
      )
    await cloudflare.putKey(namespaceId, `invite/${jti}`, 'revoked')
    console.error(`Invitation ${jti} revoked`)
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error))
  }
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
