import * as v from 'valibot'

const Offset = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** A range of a file that is replaced by as many other bytes: first `head`, then zeros up to `end`. */
export const Patch = v.object({
  /** Byte offset of the first replaced byte. */
  start: Offset,
  /** Byte offset after the last replaced byte. */
  end: Offset,
  /** Not longer than the range. */
  head: v.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array),
})
export type Patch = v.InferOutput<typeof Patch>

/** The private metadata of a file, and how to remove it. The media worker sends it to the page. */
export const PrivateData = v.object({
  /** Whether the file states where it was recorded. */
  hasLocation: v.boolean(),
  /** Whether it describes the device, or contains data of its vendor. */
  hasDevice: v.boolean(),
  /** Make and model of the device; `''` if unknown. */
  device: v.string(),
  /** Whether the whole file was checked. Other formats than MP4, QuickTime, Matroska and WebM are not. */
  isComplete: v.boolean(),
  /** Replaces the private metadata by empty elements of the same length. Samples and offsets do not change. */
  patches: v.array(Patch),
})
export type PrivateData = v.InferOutput<typeof PrivateData>
