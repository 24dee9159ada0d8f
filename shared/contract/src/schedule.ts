import type { Schedule, ScheduledVisibility, Visibility } from './visibility.ts'

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
