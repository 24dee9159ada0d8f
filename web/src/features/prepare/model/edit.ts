import type { FailureCode } from '../../../i18n/failure-text.ts'
import type { Trim } from '../../../media/model/trim.ts'

/** What a creator changes of a video before or while it is published. */
export type Edit =
  /** The part that is kept, or all of it. */
  | { type: 'trim'; trim: Trim | undefined }
  /** The picture that stands for it, or none of one's own. */
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
