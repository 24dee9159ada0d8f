import type { Kind } from './kind.ts'

/** Code of the reason why a source cannot be opened or a file cannot be made. Permanent; texts are found by it. */
export type CaptureFailure =
  | 'denied'
  | 'no-device'
  | 'in-use'
  | 'unplugged'
  /** The page was not loaded by HTTPS, so browsers do not offer it a camera. */
  | 'insecure'
  /** The creator closed the browser's dialog without choosing a screen. */
  | 'nothing-chosen'
  | 'no-space'
  | 'nothing-recorded'
  | 'not-loaded'
  | 'unexpected'

/** A failure that is classified already, because the exception's name alone would lead to another one. */
export class CaptureError extends Error {
  override name = 'CaptureError'
  readonly failure: CaptureFailure

  constructor(failure: CaptureFailure, options?: ErrorOptions) {
    super(failure, options)
    this.failure = failure
  }
}

/**
 * Classifies an error of `getUserMedia`, `getDisplayMedia`, a recorder or the media worker, by the exception names of
 * Media Capture and Streams (10.2), Screen Capture (5.1) and Storage.
 */
export function failureOf(error: unknown, kind: Kind): CaptureFailure {
  if (error instanceof CaptureError) return error.failure
  const { name, failure }: { name?: unknown; failure?: unknown } = Object(error)
  if (name === 'CompressionError') return fromFinish(failure)
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      // Only the message shows whether the user denied access or closed the dialog, and it differs by browser.
      return kind === 'screen' ? 'nothing-chosen' : 'denied'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'no-device'
    case 'NotReadableError':
    case 'AbortError':
      return 'in-use'
    case 'QuotaExceededError':
      return 'no-space'
    case 'CodeNotLoadedError':
      return 'not-loaded'
    default:
      return 'unexpected'
  }
}

/** Failures of the media worker when it makes a file of a recording. */
function fromFinish(failure: unknown): CaptureFailure {
  if (failure === 'no-space' || failure === 'not-loaded') return failure
  return failure === 'unreadable' ? 'nothing-recorded' : 'unexpected'
}
