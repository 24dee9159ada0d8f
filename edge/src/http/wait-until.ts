import { log } from '../lib/log.ts'

/** Keeps work running after the response, like `waitUntil` of Cloudflare's ExecutionContext. */
export type WaitUntil = (work: Promise<void>) => void

/** Logs an error of such work. The next poll or cron run repeats the work, so nothing else is necessary. */
export const withErrorLog =
  (waitUntil: WaitUntil): WaitUntil =>
  (work) =>
    waitUntil(
      work.catch((error: unknown) => {
        log('background-failed', { error: String(error) })
      }),
    )
