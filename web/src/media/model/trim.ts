import * as v from 'valibot'

/** The time range of a video that is kept. Seconds from its first frame; `end` is exclusive. */
export const Trim = v.pipe(
  v.object({
    start: v.pipe(v.number(), v.finite(), v.minValue(0)),
    end: v.pipe(v.number(), v.finite()),
    /** Whether both `start` and `end` allow a trim without encoding. */
    copy: v.boolean(),
  }),
  v.check(({ start, end }) => end > start, 'The end is not after the start.'),
)
export type Trim = v.InferOutput<typeof Trim>

/** Rounding error of container timestamps, in seconds. Two frames are always further apart. */
export const timeTolerance = 0.0005
