import * as v from 'valibot'
import { Failure } from './failure.ts'

/**
 * The picture that was chosen to stand for a video. `id` is another one for each picture, so that what is
 * told of an earlier one is known to be of that.
 */
export const Cover = v.variant('state', [
  /** Goes with the video, or after it. */
  v.object({ state: v.literal('chosen'), id: v.string() }),
  /** On its way by itself, to a video that is published. */
  v.object({ state: v.literal('sending'), id: v.string() }),
  /** VOD has it. */
  v.object({ state: v.literal('sent'), id: v.string() }),
  /** The video is published without it. */
  v.object({ state: v.literal('failed'), id: v.string(), failure: Failure }),
])
export type Cover = v.InferOutput<typeof Cover>
