import * as v from 'valibot'
import { EpochSeconds, FileId, UploadId, VideoId } from './ids.ts'
import { UploadProgress } from './progress.ts'
import { Session } from './session.ts'
import { Visibility } from './visibility.ts'

/** The captions of a video in one language: a WebVTT file. */
export const Captions = v.object({
  /** A path of the studio, if the creator added the captions there; otherwise a URL of VOD. */
  src: v.string(),
  /** BCP 47. */
  language: v.string(),
  label: v.string(),
  /** Whether they are shown unless the viewer turns captions off. */
  isDefault: v.optional(v.boolean()),
})
export type Captions = v.InferOutput<typeof Captions>

/** A file or a stream that plays a video. */
const Source = v.object({
  src: v.string(),
  type: v.string(),
  /** Pixels; absent if unknown or if the stream has several. */
  height: v.optional(v.number()),
})

/**
 * Pictures of a video at regular intervals, as tiles of larger images (VOD's `ImageSpriteInfo`). The tiles fill an image
 * row by row.
 */
export const Previews = v.object({
  images: v.array(v.string()),
  /** Size of a tile, pixels. */
  width: v.number(),
  height: v.number(),
  /** Number of tiles in all images; with several images and `times`, it may be the number in one of them. */
  count: v.number(),
  /** A WebVTT file with the part of the video that each tile shows. Without it, all parts are equally long. */
  times: v.optional(v.string()),
})
export type Previews = v.InferOutput<typeof Previews>

/** The step that a viewer waits for: the file is on its way to VOD, VOD processes it, or a person reviews it. */
export const WaitingStage = v.picklist(['uploading', 'processing', 'review'])
export type WaitingStage = v.InferOutput<typeof WaitingStage>

/**
 * `GET /api/videos/:id`: the status of a video, with the sources if the viewer may watch it. `id` is the address of its
 * pages, whichever address was requested.
 */
export const Video = v.variant('status', [
  v.object({
    status: v.literal('ready'),
    id: VideoId,
    fileId: FileId,
    /** The creator's title, or the file's name without its extension. */
    name: v.string(),
    description: v.string(),
    visibility: Visibility,
    /** Unix milliseconds: when its creator started the upload. */
    publishedAt: v.number(),
    sources: v.pipe(v.array(Source), v.minLength(1)),
    /** `''` without a poster. */
    poster: v.string(),
    /** Displayed size in pixels; 0 while unknown. */
    width: v.number(),
    height: v.number(),
    captions: v.array(Captions),
    /** Absent if there are none. */
    previews: v.optional(Previews),
    /** Seconds; 0 while unknown. */
    duration: v.number(),
    /** Signature for VOD's own player; absent unless the operator has set a key. */
    psign: v.optional(v.string()),
    /** Parameters of TCPlayer beside `psign`; absent unless the operator has enabled it. */
    tcplayer: v.optional(v.object({ appId: v.number(), licenseUrl: v.string() })),
    /** Expiry of `sources` and `psign`; absent if they do not expire. */
    expiresAt: v.optional(EpochSeconds),
    /** The same in seconds from this answer, for devices with a wrong clock. */
    expiresIn: v.optional(v.number()),
  }),
  v.object({
    status: v.literal('processing'),
    /** Absent until VOD has the file. */
    fileId: v.optional(FileId),
    stage: v.optional(WaitingStage, 'processing'),
    /** Only while the file is being uploaded, and only where it is known: near the creator. */
    progress: v.optional(UploadProgress),
    /** The title that the creator entered. Absent during a review. */
    name: v.optional(v.string()),
    /** Seconds until the next poll. */
    retryAfter: v.number(),
  }),
  v.object({
    /**
     * `private`: the video exists, but this viewer may not watch it. `link-ended`: neither with the link in the address,
     * which is altered, expired or revoked.
     */
    status: v.picklist(['rejected', 'failed', 'deleted', 'private', 'link-ended']),
    fileId: v.optional(FileId),
  }),
])
export type Video = v.InferOutput<typeof Video>

/** `GET /api/videos/:id/viewer`: the person at this browser, and their right to edit the video. */
export const Viewer = v.object({
  /** Absent unless the person is signed in. */
  creator: v.optional(Session.entries.creator),
  /** The upload of the video, if it is the creator's own one. */
  uploadId: v.optional(UploadId),
})
export type Viewer = v.InferOutput<typeof Viewer>
