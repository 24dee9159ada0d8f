import type { IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/** What can be made to go wrong, switched at run time. */
export interface Faults {
  /** Connections are destroyed: those that bring a request, and those in the middle of a part. */
  offline: boolean
  /** Added before each request is looked at, ms. */
  latencyMs: number
  /** Upload rate of one connection; 0 = unlimited. */
  bytesPerSecond: number
  /** Callbacks are not sent. */
  loseCallbacks: boolean
  /** Every callback is sent twice. */
  duplicateCallbacks: boolean
  /** Transcode sub-tasks end FAIL. */
  failTranscode: boolean
  /** Adds a porn review with this suggestion to every task flow. */
  moderation: 'pass' | 'review' | 'block' | undefined
  /** The next N commits fail with an error of VOD's own shape. */
  commitFailures: number
  /** The next N parts lose their connection half-way. */
  dropParts: number
  /**
   * Commits are refused whose object has another size than was applied for. VOD documents no such check, and
   * ApplyUpload of its server API takes no size at all.
   */
  exactSizes: boolean
  /** How long a task flow that starts from now on takes, ms. */
  processingMs: number
  /** Life of temporary credentials issued from now on, seconds. */
  credentialsTtlSeconds: number
}

/** Nothing goes wrong. Credentials live two hours, task flows take a second. */
export const noFaults = (): Faults => ({
  offline: false,
  latencyMs: 0,
  bytesPerSecond: 0,
  loseCallbacks: false,
  duplicateCallbacks: false,
  failTranscode: false,
  moderation: undefined,
  commitFailures: 0,
  dropParts: 0,
  exactSizes: false,
  processingMs: 1000,
  credentialsTtlSeconds: 7200,
})

/** A part's bytes as they arrive through a faulty network: throttled, cut off half-way, or cut off by an outage. */
export async function* arriving(request: IncomingMessage, faults: Faults): AsyncGenerator<Buffer> {
  const cutAt = takeDrop(faults) ? Number(request.headers['content-length']) / 2 : Infinity
  let received = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    received += chunk.length
    yield chunk
    if (received >= cutAt || faults.offline) request.destroy()
    if (faults.bytesPerSecond) await delay((chunk.length / faults.bytesPerSecond) * 1000)
  }
}

function takeDrop(faults: Faults): boolean {
  if (faults.dropParts === 0) return false
  faults.dropParts--
  return true
}
