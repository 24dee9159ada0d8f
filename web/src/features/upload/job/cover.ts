import * as v from 'valibot'
import { Failure } from './failure.ts'

/**
 * State of the cover that the creator chose. Stored in the journal. Each picture has its own `id`, so that a late
 * result of a replaced picture is recognized and ignored.
 */
export const Cover = v.variant('state', [
  /** Waits to be sent, together with the video or after it. */
  v.object({ state: v.literal('chosen'), id: v.string() }),
  /** Is being sent alone, to a video that is already published. */
  v.object({ state: v.literal('sending'), id: v.string() }),
  /** VOD has it. */
  v.object({ state: v.literal('sent'), id: v.string() }),
  /** The video is published without it. */
  v.object({ state: v.literal('failed'), id: v.string(), failure: Failure }),
])
export type Cover = v.InferOutput<typeof Cover>
