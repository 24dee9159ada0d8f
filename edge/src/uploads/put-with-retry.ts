import { retry } from '@reelferry/retry'

/** KV accepts one write a second to a key, and answers more with 429. */
const writeIntervalMs = 1100
const maxWriteRetries = 4

/**
 * Writes a value, and retries if KV refuses. A late write must not overwrite a newer value: events write the same value
 * again, and a client waits for the answer to a change before it sends the next one.
 */
export async function putWithRetry(
  kv: KVNamespace,
  key: string,
  value: string,
  options: KVNamespacePutOptions = {},
): Promise<void> {
  await retry(() => kv.put(key, value, options), {
    maxRetries: () => maxWriteRetries,
    delay: () => writeIntervalMs,
  })
}
