import * as v from 'valibot'
import { Trim } from './trim.ts'
import { Media } from './media-info.ts'
import { Target } from './quality.ts'

/** Why a compression ended without a file. Its original can always go up instead. */
export const CompressionProblem = v.picklist([
  'unreadable',
  'cannot-decode',
  'cannot-encode',
  'no-space',
  'wrong-output',
  'not-loaded',
  'unexpected',
])
export type CompressionProblem = v.InferOutput<typeof CompressionProblem>

const Bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** What the page asks of the worker. */
export const Request = v.variant('type', [
  v.object({ type: v.literal('probe'), file: v.blob() }),
  /** Tries the beginning of the file, to learn this device's speed. */
  v.object({ type: v.literal('trial'), file: v.blob(), target: Target }),
  v.object({
    type: v.literal('compress'),
    file: v.blob(),
    media: Media,
    /** Absent where the picture is copied as it is. */
    target: v.optional(Target),
    /** The part that is kept; absent for all of it. */
    trim: v.optional(Trim),
    /** What was asked for, in one word: by it a later page knows what the file is. */
    recipe: v.string(),
    /** Name of the file written, in the directory of compressed files. */
    output: v.string(),
  }),
  /** Asks for its frames, and where it can be cut. */
  v.object({ type: v.literal('timeline'), file: v.blob() }),
  /** Asks for small pictures of the frames at some moments, in seconds from the first frame, ascending. */
  v.object({ type: v.literal('thumbnails'), file: v.blob(), times: v.array(v.number()) }),
  v.object({ type: v.literal('pause') }),
  v.object({ type: v.literal('resume') }),
  /** Makes a file of the recording in the directory of that name. */
  v.object({ type: v.literal('finish'), directory: v.string(), title: v.string() }),
  /** Bytes of the output, which nobody else can read while it is being written. */
  v.object({ type: v.literal('read'), start: Bytes, end: Bytes }),
])
export type Request = v.InferOutput<typeof Request>

/** What the worker answers. */
export const Answer = v.variant('type', [
  v.object({ type: v.literal('probed'), media: Media }),
  /** Millions of pixels a second, as {@link workOf} counts them. */
  v.object({ type: v.literal('tried'), megapixels: v.number() }),
  v.object({
    type: v.literal('timeline'),
    duration: v.number(),
    frames: v.instance(Float64Array),
    starts: v.instance(Float64Array),
    ends: v.instance(Float64Array),
  }),
  /** One picture, as soon as it is there. */
  v.object({ type: v.literal('thumbnail'), index: v.number(), picture: v.blob() }),
  v.object({ type: v.literal('thumbnails-done') }),
  /** Seconds of the source done, and bytes written so far: those before them, the first aside, stay as they are. */
  v.object({ type: v.literal('progress'), seconds: v.number(), written: Bytes }),
  /** The last byte is written; what is left is to look at the result. */
  v.object({ type: v.literal('written'), size: Bytes }),
  /** The result is what was asked for. */
  v.object({ type: v.literal('verified') }),
  /** How far the file of a recording is, between 0 and 1. */
  v.object({ type: v.literal('finishing'), done: v.number() }),
  /** The file of a recording is there. Seconds. */
  v.object({ type: v.literal('finished'), duration: v.number() }),
  /** What was asked for, in the order it was. */
  v.object({ type: v.literal('bytes'), bytes: v.instance(ArrayBuffer) }),
  v.object({ type: v.literal('failed'), problem: CompressionProblem, detail: v.string() }),
])
export type Answer = v.InferOutput<typeof Answer>
