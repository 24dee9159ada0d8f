import type { FailureCode } from '../../../i18n/failure-text.ts'
import type { Trim } from '../../../media/model/trim.ts'

/** A change that a creator makes to a video before or while it is published. */
export type Edit =
  /** `undefined` for the whole video. */
  | { type: 'trim'; trim: Trim | undefined }
  /** Whether location and device data are removed. */
  | { type: 'private-data'; removes: boolean }
  /** `undefined` to remove the chosen cover. */
  | { type: 'cover'; file: File | undefined }
  | { type: 'retry-cover' }

/** The changes that a video still allows. */
export interface EditsAllowed {
  trim: boolean
  cover: boolean
  /** A cover that is sent together with its video can be replaced but not removed. */
  removeCover: boolean
}

/** State of the chosen cover. `failed`: the video is published without it. */
export type CoverState =
  | { state: 'chosen' | 'sending' | 'sent' }
  | { state: 'failed'; failure: { code: FailureCode; retryable: boolean } }
