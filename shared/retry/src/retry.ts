import { backoff } from './backoff.ts'

/** Counts failures in a row. Pass one to {@link retry} to reset it when an operation makes progress. */
export class RetryCount {
  /** Failures in a row: determines the delay. */
  failures = 0
  /** Those of them with a limited number of retries. */
  limited = 0

  reset(): void {
    this.failures = 0
    this.limited = 0
  }
}

export interface RetryOptions {
  /**
   * Number of retries that an error allows: 0 to reject at once, `Infinity` to retry until `signal` aborts. Errors
   * that allow `Infinity` do not use up the retries of the others: after a long time without a network, a single
   * error of the server must not end an upload.
   */
  maxRetries: (error: unknown) => number
  /** Waits before a retry. Replace it to end the wait early, or to wait for a network. */
  wait?: (ms: number, error: unknown) => Promise<void>
  /** Delay in milliseconds before the next try, after this many failures in a row (from 1). */
  delay?: (failures: number) => number
  /** Called before each wait. */
  onRetry?: (error: unknown) => void
  /** When aborted, `retry` does not try again, but rejects with the error of the last try. */
  signal?: AbortSignal
  /** Failures so far; a new count by default. */
  count?: RetryCount
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * Runs an operation until it succeeds. Rejects with the error of the last try when that error allows no further retry.
 * @example
 * await retry(() => kv.put(key, value), { maxRetries: () => 3, delay: () => 1000 })
 */
export async function retry<T>(
  operation: () => Promise<T>,
  {
    maxRetries,
    wait = sleep,
    delay = backoff,
    onRetry,
    signal,
    count = new RetryCount(),
  }: RetryOptions,
): Promise<T> {
  for (;;)
    try {
      return await operation()
    } catch (error) {
      if (signal?.aborted) throw error
      const max = maxRetries(error)
      if (max !== Infinity && ++count.limited > max) throw error
      onRetry?.(error)
      await wait(delay(++count.failures), error)
      if (signal?.aborted) throw error
    }
}
