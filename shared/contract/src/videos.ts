import * as v from 'valibot'
import { EpochSeconds, FileId } from './ids.ts'
import { Visibility } from './uploads.ts'

/** Text that goes with a video: one WebVTT file. */
export const Captions = v.object({
  src: v.string(),
  /** BCP 47. */
  language: v.string(),
  label: v.string(),
})
export type Captions = v.InferOutput<typeof Captions>

/** `GET /api/videos/:fileId`: how to play, and if one may. */
export const Video = v.variant('status', [
  v.object({
    status: v.literal('ready'),
    fileId: FileId,
    /** The creator's title, or the file's name without its extension. */
    name: v.string(),
    description: v.string(),
    visibility: Visibility,
    sources: v.pipe(v.array(v.object({ src: v.string(), type: v.string() })), v.minLength(1)),
    /** `''` where there is none. */
    poster: v.string(),
    /** Of the picture as it is shown, in pixels; 0 where unknown. */
    width: v.number(),
    height: v.number(),
    captions: v.array(Captions),
    /** Seconds; 0 where unknown. */
    duration: v.number(),
    /** Signature for VOD's own player, where the operator set a key. */
    psign: v.optional(v.string()),
    /** What TCPlayer needs beside `psign`, where the operator has switched it on. */
    tcplayer: v.optional(v.object({ appId: v.number(), licenseUrl: v.string() })),
    /** When `sources` and `psign` stop working; absent where they do not. */
    expiresAt: v.optional(EpochSeconds),
    /** The same in seconds from this answer, for pages on devices whose clock is wrong. */
    expiresIn: v.optional(v.number()),
  }),
  v.object({
    status: v.literal('processing'),
    fileId: FileId,
    /** Seconds until asking again is worth it. */
    retryAfter: v.number(),
  }),
  v.object({
    /** `private`: it is there, for others than who asks. */
    status: v.picklist(['rejected', 'failed', 'deleted', 'private']),
    fileId: FileId,
  }),
])
export type Video = v.InferOutput<typeof Video>
