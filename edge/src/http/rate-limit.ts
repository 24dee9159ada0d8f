import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { App } from '../context.ts'
import { ProblemError } from './problem-error.ts'

/**
 * Limits the requests with this key. Pages stay far below the limit. The local mode has no limit.
 * @param binding the limit of requests, or the lower one of reports
 * @throws ProblemError `too-many-requests`
 */
export async function rateLimit<E extends App>(
  c: Context<E>,
  key: string,
  binding: 'RATE_LIMIT' | 'REPORT_LIMIT' = 'RATE_LIMIT',
): Promise<void> {
  if (c.var.context.config.AUTH_MODE === 'local') return
  const { success } = await c.env[binding].limit({ key })
  if (!success) throw new ProblemError('too-many-requests')
}

/**
 * The network of a client: its IPv4 address, or the first 64 bits of its IPv6 address, because a client can use every
 * address of its /64 (RFC 6177).
 */
export function networkOf(address: string): string {
  const [head = '', tail] = address.split('::')
  const before = head.split(':')
  const after = tail?.split(':') ?? []
  const between = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...(tail === undefined ? [] : between), ...after].slice(0, 4).join(':')
}

/**
 * Limits the requests of one network: for requests without a signed-in creator.
 * @throws ProblemError `too-many-requests`
 */
export const rateLimitByIp = <E extends App>(
  c: Context<E>,
  binding?: 'RATE_LIMIT' | 'REPORT_LIMIT',
): Promise<void> =>
  rateLimit(c, `address:${networkOf(c.req.header('cf-connecting-ip') ?? '')}`, binding)

/** {@link rateLimitByIp} as middleware. */
export const ipRateLimit = createMiddleware<App>(async (c, next) => {
  await rateLimitByIp(c)
  await next()
})
