import * as v from 'valibot'

/**
 * The permitted viewers of a video: everyone (`public`), everyone with the address (`unlisted`, not in search
 * engines), or signed-in creators (`private`).
 */
export const Visibility = v.picklist(['public', 'unlisted', 'private'])
export type Visibility = v.InferOutput<typeof Visibility>

/** Unix milliseconds that a `Date` can represent (ECMA-262, Time Values and Time Range). */
const Time = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8.64e15))

/** Two times at which the visibility of a video changes. Unix milliseconds. */
export const Schedule = v.object({
  /** From then on the video is public. Until then it is `unlisted` or `private`. */
  publishAt: v.optional(Time),
  /** From then on a public video is unlisted. */
  unlistAt: v.optional(Time),
})
export type Schedule = v.InferOutput<typeof Schedule>

/** A visibility and its schedule. */
export interface ScheduledVisibility extends Schedule {
  visibility: Visibility
}
