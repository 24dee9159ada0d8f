import type { Trim } from './trim.ts'

/** What a creator changes of a video before or while it is published. */
export type Edit =
  /** The part that is kept, or all of it. */
  | { type: 'trim'; trim: Trim | undefined }
  /** The picture that stands for it, or none of one's own. */
  | { type: 'cover'; file: File | undefined }
  | { type: 'retry-cover' }
