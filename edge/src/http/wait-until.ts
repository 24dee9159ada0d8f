import type { ExecutionContext } from 'hono'
import { log } from '../lib/log.ts'
import type { Background } from '../uploads/sync.ts'

/** Work that goes on after the answer. Its failure loses nothing: the next poll learns the same again. */
export const inBackground =
  (context: ExecutionContext): Background =>
  (work) =>
    context.waitUntil(
      work.catch((error: unknown) => {
        log('background-failed', { error: String(error) })
      }),
    )
