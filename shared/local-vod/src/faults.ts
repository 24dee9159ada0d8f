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
  /** Task flows add a ready-made adaptive stream, whatever the video is. */
  sampleStream: boolean
  /** Adds a porn review with this suggestion to every task flow. */
  moderation: 'pass' | 'review' | 'block' | undefined
  /** The next N applies fail with an error of VOD's own shape. */
  applyFailures: number
  /** The next N commits fail with an error of VOD's own shape. */
  commitFailures: number
  /** The next N parts lose their connection half-way. */
  dropParts: number
  /** Requests of uploads are taken and never answered. */
  silent: boolean
  /** The next N requests of uploads are answered with 503. */
  serverErrors: number
  /** The next N parts are stored, and answered without their ETag. */
  hiddenEtags: number
  /** The next N completions and commits are carried out, and lose their connection before the answer. */
  lostAnswers: number
  /** The next N calls of the upload API find their signature expired. */
  expiredSignatures: number
  /** Life of an upload session, seconds. */
  sessionTtlSeconds: number
  /**
   * Commits are refused whose object has another size than was applied for. VOD documents no such check, and
   * ApplyUpload of its server API takes no size at all.
   */
  exactSizes: boolean
  /** Commits are refused of what is committed already; else they are answered as the first was. VOD documents neither. */
  singleCommits: boolean
  /** The storage refuses pictures, for a reason that does not pass. */
  refuseCovers: boolean
  /** How long a task flow that starts from now on takes, ms. */
  processingMs: number
  /** Life of temporary credentials issued from now on, seconds. */
  credentialsTtlSeconds: number
}

/** Faults that strike the next N times. */
type CountedFault =
  | 'applyFailures'
  | 'commitFailures'
  | 'dropParts'
  | 'serverErrors'
  | 'hiddenEtags'
  | 'lostAnswers'
  | 'expiredSignatures'

/**
 * Nothing goes wrong. Credentials live two hours, task flows take a second, and a session can be resumed for a day
 * (vod-js-sdk-v6 1.8.0, README).
 */
export const noFaults = (): Faults => ({
  offline: false,
  latencyMs: 0,
  bytesPerSecond: 0,
  loseCallbacks: false,
  duplicateCallbacks: false,
  failTranscode: false,
  sampleStream: false,
  moderation: undefined,
  applyFailures: 0,
  commitFailures: 0,
  dropParts: 0,
  silent: false,
  serverErrors: 0,
  hiddenEtags: 0,
  lostAnswers: 0,
  expiredSignatures: 0,
  sessionTtlSeconds: 24 * 60 * 60,
  exactSizes: false,
  singleCommits: false,
  refuseCovers: false,
  processingMs: 1000,
  credentialsTtlSeconds: 7200,
})

/** A part's bytes as they arrive through a faulty network: throttled, cut off half-way, or cut off by an outage. */
export async function* arriving(request: IncomingMessage, faults: Faults): AsyncGenerator<Buffer> {
  const cutAt = strikes(faults, 'dropParts')
    ? Number(request.headers['content-length']) / 2
    : Infinity
  let received = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    received += chunk.length
    yield chunk
    if (received >= cutAt || faults.offline) request.destroy()
    if (faults.bytesPerSecond) await delay((chunk.length / faults.bytesPerSecond) * 1000)
  }
}

/** Whether a fault that strikes the next N times strikes now; that time is then used up. */
export function strikes(faults: Faults, name: CountedFault): boolean {
  if (faults[name] === 0) return false
  faults[name]--
  return true
}
