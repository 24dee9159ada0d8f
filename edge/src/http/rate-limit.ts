import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { App } from '../context.ts'
import { ProblemError } from './problem-error.ts'

/**
 * Holds back whoever asks far more often than any page does. On the developer's own machine nobody is.
 * @throws ProblemError `too-many-requests`
 */
export async function brake<E extends App>(c: Context<E>, key: string): Promise<void> {
  if (c.get('config').AUTH_MODE === 'local') return
  const { success } = await c.env.RATE_LIMIT.limit({ key })
  if (!success) throw new ProblemError('too-many-requests')
}

/**
 * What one home or one machine has of the network: an address of IPv4; of IPv6 the first 64 bits, below which it may
 * take any address it likes (RFC 6177).
 */
function networkOf(address: string): string {
  const [head = '', tail] = address.split('::')
  const before = head.split(':')
  const after = tail?.split(':') ?? []
  const between = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...(tail === undefined ? [] : between), ...after].slice(0, 4).join(':')
}

/** The brake for those whose name nobody knows, by their network. */
export const brakeStranger = <E extends App>(c: Context<E>): Promise<void> =>
  brake(c, `address:${networkOf(c.req.header('cf-connecting-ip') ?? '')}`)

/** As {@link brakeStranger}, for all requests of a path. */
export const brakeByAddress = createMiddleware<App>(async (c, next) => {
  await brakeStranger(c)
  await next()
})
