import type { IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Suggestion } from './tasks/suggestion.ts'

/** Malfunctions that the region simulates. They can be changed at run time. */
export interface Faults {
  /** All connections are destroyed: new requests, and running part uploads too. */
  offline: boolean
  /** Delay before each request is handled, ms. */
  latencyMs: number
  /** Upload rate of a connection, bytes per second; 0 = unlimited. */
  bytesPerSecond: number
  /** Callbacks are not sent. */
  loseCallbacks: boolean
  /** Every callback is sent twice. */
  duplicateCallbacks: boolean
  /** Transcode sub-tasks end with FAIL. */
  failTranscode: boolean
  /** Task flows add the sample adaptive stream, regardless of the video. */
  sampleStream: boolean
  /** Every task flow contains a porn review with this suggestion. */
  moderation: Suggestion | undefined
  /**
   * Every upload is also reviewed by an audio/video review, which ends with this verdict in a ReviewAudioVideoComplete event.
   * The verdict is read when the review ends. Without it, only the ReviewAudioVideo action starts a review, with verdict
   * `pass`.
   */
  audioVideoReview: Suggestion | undefined
  /** Duration of an audio/video review, ms. Running reviews adopt a change. */
  audioVideoReviewMs: number
  /** Time until the CDN applies ForbidMediaDistribution, ms. At VOD it is 5 to 10 minutes. */
  distributionDelayMs: number
  /** The next N apply calls fail with an error in VOD's format. */
  applyFailures: number
  /** The next N commit calls fail with an error in VOD's format. */
  commitFailures: number
  /** The connection is lost halfway through the next N parts. */
  dropParts: number
  /** Requests to the upload API and COS are received but never answered. */
  silent: boolean
  /** The next N requests to the upload API and COS are answered with 503. */
  serverErrors: number
  /** The next N parts are stored, but the response has no ETag. */
  hiddenEtags: number
  /** The next N Complete requests and commits succeed, but the connection is lost before the response. */
  lostAnswers: number
  /** The next N calls of the upload API fail because the signature has expired. */
  expiredSignatures: number
  /** TTL of an upload session, seconds. */
  sessionTtlSeconds: number
  /**
   * A commit is rejected if the object's size differs from the size in the apply call. VOD documents no such check, and
   * ApplyUpload of its server API has no size parameter.
   */
  exactSizes: boolean
  /**
   * A repeated commit is rejected; without this fault it gets the same response as the first. VOD documents neither
   * behaviour.
   */
  singleCommits: boolean
  /** COS rejects images permanently. */
  refuseCovers: boolean
  /** Duration of a task flow, ms. Running flows adopt a change. */
  processingMs: number
  /** TTL of temporary credentials that are issued after the change, seconds. */
  credentialsTtlSeconds: number
}

/** Faults that occur the next N times. */
type CountedFault =
  | 'applyFailures'
  | 'commitFailures'
  | 'dropParts'
  | 'serverErrors'
  | 'hiddenEtags'
  | 'lostAnswers'
  | 'expiredSignatures'

/**
 * The initial state: no malfunction. Credentials are valid for two hours, task flows and reviews take a second, and a session can be
 * resumed for a day (vod-js-sdk-v6 1.8.0, README).
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
  audioVideoReview: undefined,
  audioVideoReviewMs: 1000,
  distributionDelayMs: 0,
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

/** Reads a part's body through the network faults: throttled, aborted halfway, or aborted by `offline`. */
export async function* readThroughFaults(
  request: IncomingMessage,
  faults: Faults,
): AsyncGenerator<Buffer> {
  const abortAfter = consumeFault(faults, 'dropParts')
    ? Number(request.headers['content-length']) / 2
    : Infinity
  let received = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    received += chunk.length
    yield chunk
    if (received >= abortAfter || faults.offline) request.destroy()
    if (faults.bytesPerSecond) await delay((chunk.length / faults.bytesPerSecond) * 1000)
  }
}

/** Whether a counted fault occurs now. If so, its count is reduced by one. */
export function consumeFault(faults: Faults, name: CountedFault): boolean {
  if (faults[name] === 0) return false
  faults[name]--
  return true
}
