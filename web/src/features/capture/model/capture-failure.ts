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
  /** There is no screen, window or tab that can be shared. */
  | 'no-screen'
  /** The system or the browser cannot deliver the picture of the chosen screen. */
  | 'screen-unavailable'
  /** The browser's recorder does not start, or has stopped because of an error. */
  | 'recorder-failed'
  | 'no-space'
  /** The browser does not let the page store a recording. */
  | 'storage-unavailable'
  | 'nothing-recorded'
  | 'not-loaded'
  | 'unexpected'

/** A failure that was classified in the place where it occurred. */
export class CaptureError extends Error {
  override name = 'CaptureError'
  readonly failure: CaptureFailure

  constructor(failure: CaptureFailure, options?: ErrorOptions) {
    super(failure, options)
    this.failure = failure
  }
}

const nameOf = (error: unknown): unknown => Object(error).name

/**
 * Classifies an error of `getUserMedia` or `getDisplayMedia`, by the exception names of Media Capture and Streams (10.2)
 * and Screen Capture (5.1).
 */
export function deviceFailureOf(error: unknown, kind: Kind): CaptureFailure {
  if (error instanceof CaptureError) return error.failure
  switch (nameOf(error)) {
    case 'NotAllowedError':
    case 'SecurityError':
      // Only the message shows whether the user denied access or closed the dialog, and it differs by browser.
      return kind === 'screen' ? 'nothing-chosen' : 'denied'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return kind === 'screen' ? 'no-screen' : 'no-device'
    case 'NotReadableError':
    case 'AbortError':
      return kind === 'screen' ? 'screen-unavailable' : 'in-use'
    default:
      return kind === 'screen' ? 'screen-unavailable' : 'unexpected'
  }
}

/** Classifies an error of the recorder. The writer's errors are classified already. */
export const recorderFailureOf = (error: unknown): CaptureFailure =>
  error instanceof CaptureError ? error.failure : 'recorder-failed'

/** Classifies an error of the media worker, or of the storage, when a file is made of a recording. */
export function finishFailureOf(error: unknown): CaptureFailure {
  const { name, failure, isFull }: Record<string, unknown> = Object(error)
  if (name === 'StorageError') return isFull === true ? 'no-space' : 'storage-unavailable'
  if (name !== 'CompressionError') return 'unexpected'
  switch (failure) {
    case 'no-space':
    case 'not-loaded':
      return failure
    case 'storage':
      return 'storage-unavailable'
    case 'unreadable':
      return 'nothing-recorded'
    default:
      return 'unexpected'
  }
}
