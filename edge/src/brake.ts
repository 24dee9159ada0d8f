import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { App } from './environment.ts'
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

/** The brake for those whose name nobody knows, by network address. */
export const brakeByAddress = createMiddleware<App>(async (c, next) => {
  await brake(c, `address:${c.req.header('cf-connecting-ip') ?? ''}`)
  await next()
})
