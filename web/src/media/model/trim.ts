import * as v from 'valibot'

/** The part of a video that is kept. Seconds from its first frame; the end is not in it. */
export const Trim = v.pipe(
  v.object({
    start: v.pipe(v.number(), v.finite(), v.minValue(0)),
    end: v.pipe(v.number(), v.finite()),
    /** Whether both ends lie where the video can be cut without encoding it. */
    copy: v.boolean(),
  }),
  v.check(({ start, end }) => end > start, 'The end is not after the start.'),
)
export type Trim = v.InferOutput<typeof Trim>

/** Less than any two frames lie apart, in seconds: what tables round off. */
export const tinyTime = 0.0005
