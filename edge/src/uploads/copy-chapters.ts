import { type Chapter, parseChapters } from '@reelferry/contract'
import type { RequestContext } from '../context.ts'
import { log } from '../lib/log.ts'
import type { ChapterChange } from '../vod/client.ts'
import { catchVodFailure } from '../vod/vod-api-error.ts'
import { putFileState } from './store.ts'
import type { UploadEntry, UploadRecord } from './upload-record.ts'
import { cacheSync } from './vod-cache.ts'

type Uploaded = NonNullable<UploadRecord['uploaded']>

/** Limits of VOD's key frame descriptions (product/266/31762): number, and characters of a title. */
const maxChapters = 100
const maxTitleLength = 128

/** The chapters in the description of a video, as VOD can store them. */
const chaptersOf = (description: string, duration: number): Chapter[] =>
  parseChapters(description, duration)
    .slice(0, maxChapters)
    .map(({ start, title }) => ({ start, title: [...title].slice(0, maxTitleLength).join('') }))

const isIn = (chapters: readonly Chapter[], { start, title }: Chapter) =>
  chapters.some((other) => other.start === start && other.title === title)

/**
 * The change that makes VOD have the chapters `wanted` instead of `stored`. Chapters at VOD may be those of other systems
 * while the description has none, so they are removed only if `removesAll`. `undefined` if nothing changes.
 */
export function planChapters(
  wanted: readonly Chapter[],
  stored: readonly Chapter[],
  removesAll: boolean,
): ChapterChange | undefined {
  if (wanted.length === 0 && !removesAll) return undefined
  const added = wanted.filter((chapter) => !isIn(stored, chapter))
  const starts = new Set(wanted.map(({ start }) => start))
  // VOD replaces a chapter that has the same time as an added one.
  const removed = stored.filter(({ start }) => !starts.has(start))
  if (added.length === 0 && removed.length === 0) return undefined
  return { added, removed: removed.map(({ start }) => start) }
}

/**
 * Makes VOD have the chapters of a video's description, for other players. Viewer pages read the description, so a
 * failure is only logged; the next sync tries again.
 * @param removesAll whether the creator has just removed all chapters
 * @returns the slot `uploaded` with the chapters that VOD has now; `undefined` if nothing changed
 */
export async function copyChapters(
  { vod }: RequestContext,
  { uploadId, record: { uploaded, details, deleted } }: UploadEntry,
  removesAll = false,
): Promise<Uploaded | undefined> {
  const media = uploaded?.media
  if (!uploaded || !media || deleted) return undefined
  const wanted = chaptersOf(details?.description ?? '', media.duration)
  const change = planChapters(wanted, media.chapters ?? [], removesAll)
  if (!change) return undefined
  return catchVodFailure(
    async () => {
      await vod.changeChapters(uploaded.fileId, change)
      return { ...uploaded, media: { ...media, chapters: wanted } }
    },
    ({ code }) => {
      log('chapters-not-copied', { uploadId, code })
      return undefined
    },
  )
}

/** {@link copyChapters} after the creator has edited the description, and stores the result. */
export async function updateChapters(
  context: RequestContext,
  { uploadId, record }: UploadEntry,
  previousDescription: string,
): Promise<void> {
  const duration = record.uploaded?.media?.duration ?? 0
  const removesAll = chaptersOf(previousDescription, duration).length > 0
  const copied = await copyChapters(context, { uploadId, record }, removesAll)
  if (!copied) return
  const uploaded = { ...copied, at: context.now() }
  await cacheSync(`upload/${uploadId}`, { ...record, uploaded })
  const { procedure } = record
  await putFileState(context.kv, uploadId, { uploaded, procedure })
}
