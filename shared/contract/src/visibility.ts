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

/** The visibility at a time, Unix milliseconds. A video that waits for its publication is never public. */
export function visibilityAt(
  { visibility, publishAt, unlistAt }: ScheduledVisibility,
  time: number,
): Visibility {
  if (publishAt !== undefined && time < publishAt)
    return visibility === 'public' ? 'private' : visibility
  const published = publishAt === undefined ? visibility : 'public'
  return published === 'public' && unlistAt !== undefined && time >= unlistAt
    ? 'unlisted'
    : published
}

/**
 * The visibility at a time, with the times of the schedule that are still ahead. From then on, the result of a valid
 * schedule has the same visibility at each time as the original.
 */
export function currentVisibility(
  { visibility, publishAt, unlistAt }: ScheduledVisibility,
  time: number,
): ScheduledVisibility {
  return {
    visibility: visibilityAt({ visibility, publishAt, unlistAt }, time),
    ...(publishAt !== undefined && time < publishAt && { publishAt }),
    ...(unlistAt !== undefined && time < unlistAt && { unlistAt }),
  }
}

/** The next time after `time` at which the visibility can change, Unix milliseconds; `Infinity` if there is none. */
export function nextChangeAt({ publishAt = 0, unlistAt = 0 }: Schedule, time: number): number {
  return Math.min(...[publishAt, unlistAt].filter((change) => change > time), Infinity)
}

/**
 * Whether a schedule has a meaning: a video is published before it is unlisted, and only a public video can be
 * unlisted.
 */
export const isValidSchedule = ({
  visibility,
  publishAt,
  unlistAt,
}: ScheduledVisibility): boolean =>
  unlistAt === undefined ||
  (publishAt === undefined ? visibility === 'public' : publishAt < unlistAt)
