import * as v from 'valibot'
import { Trim } from './trim.ts'
import { BitratePlan, MissedPlan } from './auto-bitrate.ts'
import { MediaInfo } from './media-info.ts'
import { PrivateData } from './private-data.ts'
import { Target } from './quality.ts'
import { StorageKind } from '../../platform/model/storage-kind.ts'

/** Why the media worker produced no result. The original file can still be uploaded. */
export const CompressionFailure = v.picklist([
  'unreadable',
  'cannot-decode',
  'cannot-encode',
  'no-space',
  'storage',
  'wrong-output',
  'not-loaded',
  /** The worker hangs. */
  'stalled',
  'unexpected',
])
export type CompressionFailure = v.InferOutput<typeof CompressionFailure>

const Bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** Messages from the page to the media worker. */
export const MediaRequest = v.variant('type', [
  v.object({ type: v.literal('probe'), file: v.blob() }),
  v.object({ type: v.literal('private-data'), file: v.blob() }),
  /** Encodes the first frames of the file to measure the speed of this device. */
  v.object({ type: v.literal('benchmark'), file: v.blob(), target: Target }),
  /** Finds the lowest bitrate that looks like the source. The bitrate of `target` is the maximum. */
  v.object({
    type: v.literal('plan-bitrate'),
    file: v.blob(),
    target: Target,
    /** Seconds of the file that are encoded. */
    range: v.object({ start: v.number(), end: v.number() }),
    missed: v.optional(MissedPlan),
  }),
  v.object({
    type: v.literal('compress'),
    file: v.blob(),
    media: MediaInfo,
    /** Absent if the video track is copied. */
    target: v.optional(Target),
    /** Absent if the whole video is kept. */
    trim: v.optional(Trim),
    /** Whether the bitrate was chosen so that the result looks like its source. The verification checks that. */
    looksSame: v.optional(v.boolean()),
    /** Identifies quality and trim. It is stored with the result, so that a later page can check how it was made. */
    recipe: v.string(),
    /** Name of the output file, in the directory of compressed files. */
    output: v.string(),
    storage: StorageKind,
    /** Whether the page sends the output, and releases what it has sent, before the output is complete. */
    isSentWhileWritten: v.boolean(),
  }),
  v.object({ type: v.literal('timeline'), file: v.blob() }),
  /** `times` are seconds from the first frame, ascending. */
  v.object({ type: v.literal('thumbnails'), file: v.blob(), times: v.array(v.number()) }),
  /** `time`: seconds from the first frame. */
  v.object({ type: v.literal('shown-frame'), file: v.blob(), time: v.number() }),
  /** Chooses a frame for the cover. `trim` is absent if the whole video is kept. */
  v.object({ type: v.literal('cover-frame'), file: v.blob(), trim: v.optional(Trim) }),
  /** Makes the preview image. `trim` is absent if the whole video is kept. */
  v.object({ type: v.literal('preview-image'), file: v.blob(), trim: v.optional(Trim) }),
  v.object({ type: v.literal('pause') }),
  v.object({ type: v.literal('resume') }),
  /** Converts the raw recording in this directory to a playable file. `raw`: the recording, if it is in memory. */
  v.object({
    type: v.literal('finish'),
    directory: v.string(),
    title: v.string(),
    storage: StorageKind,
    raw: v.optional(v.blob()),
  }),
  /** Reads bytes of the output. While the worker writes the file, the page cannot open it. */
  v.object({ type: v.literal('read'), start: Bytes, end: Bytes }),
  /** The bytes of the output before `end` are sent. Memory needs not hold them any more. */
  v.object({ type: v.literal('release'), end: Bytes }),
])
export type MediaRequest = v.InferOutput<typeof MediaRequest>

/** An image with the tiles of a video, and their arrangement. */
export const PreviewImage = v.object({
  image: v.blob(),
  layout: v.object({
    count: v.number(),
    columns: v.number(),
    width: v.number(),
    height: v.number(),
  }),
})
export type PreviewImage = v.InferOutput<typeof PreviewImage>

/** Messages from the media worker to the page. */
export const MediaResponse = v.variant('type', [
  /** The worker makes progress, or waits for the page. */
  v.object({ type: v.literal('active') }),
  v.object({ type: v.literal('probed'), media: MediaInfo }),
  v.object({ type: v.literal('private-data'), data: PrivateData }),
  v.object({
    type: v.literal('benchmarked'),
    megapixels: v.number(),
    bitsPerPixel: v.optional(v.number()),
  }),
  v.object({ type: v.literal('bitrate-planned'), plan: BitratePlan }),
  v.object({
    type: v.literal('timeline'),
    duration: v.number(),
    frames: v.instance(Float64Array),
    starts: v.instance(Float64Array),
    ends: v.instance(Float64Array),
  }),
  /** Sent for each thumbnail as soon as it is ready. */
  v.object({ type: v.literal('thumbnail'), index: v.number(), picture: v.blob() }),
  v.object({ type: v.literal('thumbnails-done') }),
  /** `picture` is absent if there is no frame. */
  v.object({ type: v.literal('shown-frame'), picture: v.optional(v.blob()) }),
  /** `picture` is absent if no frame is usable. */
  v.object({ type: v.literal('cover-frame'), picture: v.optional(v.blob()) }),
  /** `previews` is absent if the video has none. */
  v.object({ type: v.literal('preview-image'), previews: v.optional(PreviewImage) }),
  /**
   * Seconds of the source that are done, and bytes written. Of these, only the header at `openHeader` may still change.
   */
  v.object({
    type: v.literal('progress'),
    seconds: v.number(),
    written: Bytes,
    openHeader: Bytes,
  }),
  /** All bytes are written; the result is not verified yet. `file`: the output, if it is in memory. */
  v.object({ type: v.literal('written'), size: Bytes, file: v.optional(v.blob()) }),
  v.object({ type: v.literal('verified') }),
  /** The result looks worse than planned. It must not be used; another plan may be better. */
  v.object({ type: v.literal('plan-missed'), missed: MissedPlan }),
  /** Progress of `finish`, from 0 to 1. */
  v.object({ type: v.literal('finishing'), done: v.number() }),
  /** Result of `finish`. Duration in seconds. `file`: the finished file, if it is in memory. */
  v.object({ type: v.literal('finished'), duration: v.number(), file: v.optional(v.file()) }),
  /** Result of `read`, in the order of the requests. */
  v.object({ type: v.literal('bytes'), bytes: v.instance(ArrayBuffer) }),
  v.object({ type: v.literal('failed'), failure: CompressionFailure, detail: v.string() }),
])
export type MediaResponse = v.InferOutput<typeof MediaResponse>
