import type { Media } from '../../media/catalogue.ts'
import { ServerApiError } from '../errors.ts'
import { requiredString, type Parameters } from '../parameters.ts'

type Chapter = NonNullable<Media['chapters']>[number]

const maxChapters = 100
const maxTitleLength = 128

const invalid = (message: string) => new ServerApiError('InvalidParameterValue', message)

function list(parameters: Parameters, name: string): unknown[] {
  const value = parameters[name] ?? []
  if (Array.isArray(value)) return value
  throw new ServerApiError('InvalidParameter', `${name} must be a list.`)
}

function checkedTime(value: unknown, duration: number): number {
  if (typeof value !== 'number')
    throw new ServerApiError('InvalidParameter', 'A time offset must be a number.')
  if (!(value >= 0 && value <= duration)) throw invalid('A time offset must be in the video.')
  return value
}

function checkedChapter(input: unknown, duration: number): Chapter {
  if (typeof input !== 'object' || input === null)
    throw new ServerApiError('InvalidParameter', 'AddKeyFrameDescs must have objects.')
  const chapter = input as Parameters
  const title = requiredString(chapter, 'Content')
  if ([...title].length > maxTitleLength)
    throw invalid(`Content may have up to ${maxTitleLength} characters.`)
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
    throw invalid('ClearKeyFrameDescs and AddKeyFrameDescs exclude each other.')
  const starts = added.map(({ start }) => start)
  if (new Set(starts).size < starts.length) throw invalid('AddKeyFrameDescs has a time twice.')
  if (deleted.some((time) => starts.includes(time)))
    throw invalid('AddKeyFrameDescs and DeleteKeyFrameDescs have the same time.')
  const replaced = new Set([...starts, ...deleted])
  const others = isCleared ? [] : chapters.filter(({ start }) => !replaced.has(start))
  const after = [...others, ...added].sort((a, b) => a.start - b.start)
  if (after.length > maxChapters) throw invalid(`A file may have up to ${maxChapters} chapters.`)
  return after
}
