import type { Kind } from './kind.ts'

/** Why there is no picture, or no file. Permanent; translated by code. */
export type CaptureProblem =
  | 'denied'
  | 'no-device'
  | 'in-use'
  | 'unplugged'
  /** The page did not come by HTTPS, and browsers give no camera to it. */
  | 'insecure'
  /** The creator closed the browser's choice of screens. */
  | 'nothing-chosen'
  | 'no-space'
  | 'nothing-recorded'
  | 'not-loaded'
  | 'unexpected'

/**
 * The problem behind what `getUserMedia`, `getDisplayMedia` or a recorder rejects with, by the names that
 * Media Capture and Streams (10.2), Screen Capture (5.1) and Storage give to their exceptions.
 */
export function problemOf(error: unknown, kind: Kind): CaptureProblem {
  const { name, failure } = Object(error) as { name?: unknown; failure?: unknown }
  if (name === 'CompressionError') return fromFinish(failure)
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      // Browsers tell a refusal from a closed choice by nothing but words, which differ.
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

/** What the worker that makes a file of a recording may say. */
function fromFinish(failure: unknown): CaptureProblem {
  if (failure === 'no-space' || failure === 'not-loaded') return failure
  return failure === 'unreadable' ? 'nothing-recorded' : 'unexpected'
}
