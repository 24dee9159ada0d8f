import * as v from 'valibot'
import { Media } from './media.ts'
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
    target: Target,
    /** Name of the file written, in the directory of compressed files. */
    output: v.string(),
  }),
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
  v.object({ type: v.literal('bytes'), start: Bytes, bytes: v.instance(ArrayBuffer) }),
  v.object({ type: v.literal('failed'), problem: CompressionProblem, detail: v.string() }),
])
export type Answer = v.InferOutput<typeof Answer>
