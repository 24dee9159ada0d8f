/**
 * Invitations, for AUTH_MODE invite:
 *
 *   pnpm run invite <id> <name> [origin]   mints a link, with SESSION_SECRET as the Worker has it
 *   pnpm run invite revoke <number>        takes one back, and ends the sessions that came of it
 *
 * A link works once, for seven days. Its number is printed with it.
 */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { signToken } from '../src/creators/token.ts'

const lifeSeconds = 7 * 24 * 3600

const usage = `Usage: pnpm run invite <id> <name> [origin]
       pnpm run invite revoke <number>

  id      up to 64 letters, digits and . _ @ -, the same for each invitation of one person
  name    what the studio calls them, up to 64 characters
  origin  of the studio, such as https://studio.example.com
  number  of an invitation, as it was printed with its link`

const [first = '', second = '', origin = 'http://localhost:5173'] = process.argv.slice(2)

if (first === 'revoke' && /^[0-9a-f-]{36}$/.test(second)) revoke(second)
else if (/^[\w.@-]{1,64}$/.test(first) && second && second.length <= 64) await mint(first, second)
else fail(usage)

async function mint(creatorId: string, name: string): Promise<void> {
  const secret = process.env.SESSION_SECRET ?? ''
  if (secret.length < 32)
    fail('Set SESSION_SECRET to the value the Worker has: at least 32 characters.')
  const jti = randomUUID()
  const exp = Math.floor(Date.now() / 1000) + lifeSeconds
  const token = await signToken(secret, 'invite', { sub: creatorId, name, jti, exp })
  console.log(`${new URL('/invite', origin).href}#${token}`)
  console.error(`Invitation ${jti}, for ${name}, until ${new Date(exp * 1000).toISOString()}`)
}

/** Needs to be signed in to wrangler: the mark is one KV record of the deployed Worker. */
function revoke(jti: string): void {
  const command = `wrangler kv key put --cwd edge --binding UPLOADS --remote "invite/${jti}" revoked`
  process.exitCode = spawnSync(command, { shell: true, stdio: 'inherit' }).status ?? 1
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
