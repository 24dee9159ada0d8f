/**
 * Mints an invitation link: `pnpm run invite <id> <name> [origin]`, with SESSION_SECRET in the
 * environment as the Worker has it. The link works once, for seven days.
 */
import { randomUUID } from 'node:crypto'
import { signToken } from '../src/creators/token.ts'

const lifeSeconds = 7 * 24 * 3600

const [creatorId, name, origin = 'http://localhost:5173'] = process.argv.slice(2)
const secret = process.env.SESSION_SECRET ?? ''
if (!creatorId || !name || !/^[\w.@-]{1,64}$/.test(creatorId) || name.length > 64) {
  console.error(
    'Usage: pnpm run invite <id> <name> [origin]\n' +
      '  id    up to 64 letters, digits and . _ @ -, the same for each invitation of one person\n' +
      '  name  what the studio calls them, up to 64 characters',
  )
  process.exit(1)
}
if (secret.length < 32) {
  console.error('Set SESSION_SECRET to the value the Worker has: at least 32 characters.')
  process.exit(1)
}
const token = await signToken(secret, 'invite', {
  sub: creatorId,
  name,
  jti: randomUUID(),
  exp: Math.floor(Date.now() / 1000) + lifeSeconds,
})
console.log(`${new URL('/invite', origin).href}#${token}`)
