import * as v from 'valibot'
import { EpochSeconds, FileId } from './ids.ts'

/** `GET /api/videos/:fileId`: how to play, and if one may. */
export const Video = v.variant('status', [
  v.object({
    status: v.literal('ready'),
    fileId: FileId,
    /** The creator's title, or the file's name without its extension. */
    name: v.string(),
    description: v.string(),
    sources: v.pipe(v.array(v.object({ src: v.string(), type: v.string() })), v.minLength(1)),
    /** `''` where there is none. */
    poster: v.string(),
    /** Seconds; 0 where unknown. */
    duration: v.number(),
    /** Signature for VOD's own player, where the operator set a key. */
    psign: v.optional(v.string()),
    /** When `sources` and `psign` stop working; absent where they do not. */
    expiresAt: v.optional(EpochSeconds),
  }),
  v.object({
    status: v.literal('processing'),
    fileId: FileId,
    /** Seconds until asking again is worth it. */
    retryAfter: v.number(),
  }),
  v.object({ status: v.picklist(['rejected', 'failed', 'deleted']), fileId: FileId }),
])
export type Video = v.InferOutput<typeof Video>
