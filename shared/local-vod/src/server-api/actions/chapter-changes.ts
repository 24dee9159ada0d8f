import type { Media } from '../../media/catalogue.ts'
import { invalidValue, ServerApiError } from '../errors.ts'
import { list, requiredString, type Parameters } from '../parameters.ts'

type Chapter = NonNullable<Media['chapters']>[number]

const maxChapters = 100
const maxTitleLength = 128

function checkedTime(value: unknown, duration: number): number {
  if (typeof value !== 'number')
    throw new ServerApiError('InvalidParameter', 'A time offset must be a number.')
  if (!(value >= 0 && value <= duration)) throw invalidValue('A time offset must be in the video.')
  return value
}

function checkedChapter(input: unknown, duration: number): Chapter {
  if (typeof input !== 'object' || input === null)
    throw new ServerApiError('InvalidParameter', 'AddKeyFrameDescs must have objects.')
  const chapter = input as Parameters
  const title = requiredString(chapter, 'Content')
  if ([...title].length > maxTitleLength)
    throw invalidValue(`Content may have up to ${maxTitleLength} characters.`)
  return { start: checkedTime(chapter.TimeOffset, duration), title }
}

/**
 * The chapters of a media file after ModifyMediaInfo: an added one replaces the one at the same time. Times may not be
 * added and deleted in one call, and nothing may be added in a call that clears all.
 */
export function chaptersAfter(
  parameters: Parameters,
  { chapters = [], metaData }: Media,
): Chapter[] {
  const duration = metaData?.Duration ?? Infinity
  const added = list(parameters, 'AddKeyFrameDescs').map((chapter) =>
    checkedChapter(chapter, duration),
  )
  const deleted = list(parameters, 'DeleteKeyFrameDescs').map((time) => checkedTime(time, duration))
  const isCleared = parameters.ClearKeyFrameDescs === 1
  if (isCleared && added.length > 0)
    throw invalidValue('ClearKeyFrameDescs and AddKeyFrameDescs exclude each other.')
  const starts = added.map(({ start }) => start)
  if (new Set(starts).size < starts.length) throw invalidValue('AddKeyFrameDescs has a time twice.')
  if (deleted.some((time) => starts.includes(time)))
    throw invalidValue('AddKeyFrameDescs and DeleteKeyFrameDescs have the same time.')
  const replaced = new Set([...starts, ...deleted])
  const others = isCleared ? [] : chapters.filter(({ start }) => !replaced.has(start))
  const after = [...others, ...added].sort((a, b) => a.start - b.start)
  if (after.length > maxChapters)
    throw invalidValue(`A file may have up to ${maxChapters} chapters.`)
  return after
}
