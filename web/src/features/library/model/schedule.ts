import type { ScheduledVisibility, Visibility } from '@reelferry/contract'

/** Changes the visibility, and keeps the times that still have a meaning. */
export function withVisibility(
  { publishAt, unlistAt }: ScheduledVisibility,
  visibility: Visibility,
): ScheduledVisibility {
  const isPublic = visibility === 'public'
  const isPublished = isPublic || publishAt !== undefined
  return {
    visibility,
    ...(!isPublic && publishAt !== undefined && { publishAt }),
    ...(isPublished && unlistAt !== undefined && { unlistAt }),
  }
}

/** Sets or removes the time to publish. Without it, a video that is not public cannot be unlisted. */
export const withPublishAt = (
  { visibility, unlistAt }: ScheduledVisibility,
  publishAt: number | undefined,
): ScheduledVisibility => withVisibility({ visibility, publishAt, unlistAt }, visibility)

/** Whether two schedules are the same. */
export const isSameSchedule = (a: ScheduledVisibility, b: ScheduledVisibility): boolean =>
  a.visibility === b.visibility && a.publishAt === b.publishAt && a.unlistAt === b.unlistAt

const twoDigits = (value: number) => String(value).padStart(2, '0')

/** A time in the time zone of this device, as `<input type="datetime-local">` needs it. Unix milliseconds. */
export function toLocalTime(time: number): string {
  const date = new Date(time)
  const [month, day] = [date.getMonth() + 1, date.getDate()].map(twoDigits)
  const [hours, minutes] = [date.getHours(), date.getMinutes()].map(twoDigits)
  return `${String(date.getFullYear()).padStart(4, '0')}-${month}-${day}T${hours}:${minutes}`
}

/** The Unix milliseconds of a local time; `undefined` for an empty or unfinished one. */
export function fromLocalTime(text: string): number | undefined {
  // A date and time without an offset is in the time zone of the device (ECMA-262, Date Time String Format).
  const time = new Date(text).getTime()
  return Number.isNaN(time) ? undefined : time
}
