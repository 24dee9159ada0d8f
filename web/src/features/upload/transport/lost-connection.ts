import type { LostConnection } from '../job/job.ts'
import { toFailure } from './classify-failure.ts'

/** A shorter wait is not worth a message: most connections are back by then. */
const minShownMs = 2000

/**
 * The connection for which a transfer waits before its next retry.
 * @param error the error of the last try
 * @param ms wait in milliseconds; without limit while the browser reports that the device is offline
 * @returns `undefined` if the error has another reason, or if the wait is short
 */
export function lostConnectionOf(error: unknown, ms: number): LostConnection | undefined {
  const { code, detail } = toFailure(error)
  // COS's own errors have a detail.
  if (code !== 'network-lost' || detail !== undefined) return undefined
  if (!navigator.onLine) return {}
  return ms < minShownMs ? undefined : { retryAt: Date.now() + ms }
}
