import type { Moderation, Previews } from '@reelferry/contract'
import * as v from 'valibot'
import type { AdaptiveStream, MediaInfo, ProcedureTask } from '../vod/schemas.ts'
import { labelsOf, labelsOfTypes, maxLabels } from '../vod/review-labels.ts'
import { parseVerdict } from '../vod/verdict.ts'
import { hardest } from './status.ts'
import type { UploadRecord } from './upload-record.ts'

type Media = NonNullable<NonNullable<UploadRecord['uploaded']>['media']>
type Procedure = NonNullable<UploadRecord['procedure']>

/** VOD answers http URLs of media. Pages need https, which VOD's CDN hosts support. */
function secureMediaUrl(url: string): string {
  if (!URL.canParse(url)) return ''
  const parsed = new URL(url)
  const onThisMachine = /^(localhost|127\.|\[::1\])/.test(parsed.hostname)
  if (parsed.protocol === 'http:' && !onThisMachine) parsed.protocol = 'https:'
  return parsed.protocol === 'https:' || onThisMachine ? parsed.href : ''
}

/** Width and height as displayed. `Rotate` is the rotation in degrees. */
function displaySize({ MetaData }: MediaInfo): { width: number; height: number } {
  const [width, height] = [MetaData?.Width ?? 0, MetaData?.Height ?? 0]
  const isRotated = Math.abs(MetaData?.Rotate ?? 0) % 180 === 90
  return isRotated ? { width: height, height: width } : { width, height }
}

const copiedPrefix = 'rf-'

/** The id of the copy of captions at VOD: at most 16 characters. Other content has another id. */
export const copiedIdOf = ({ version }: { version: string }): string => copiedPrefix + version

const isCopiedId = (id: string | null | undefined): id is string =>
  id?.startsWith(copiedPrefix) === true

/** The copies of the studio's captions at VOD, and the adaptive streams that contain them. */
function copiedCaptionsOf({ SubtitleInfo, AdaptiveDynamicStreamingInfo }: MediaInfo) {
  const ids = (SubtitleInfo?.SubtitleSet ?? []).map(({ Id }) => Id).filter(isCopiedId)
  const hls = (AdaptiveDynamicStreamingInfo?.AdaptiveDynamicStreamingSet ?? []).filter(
    (stream) => stream.Package !== 'MPEG-DASH' && stream.Definition,
  )
  const streams = hls.flatMap(({ Definition }) => Definition ?? [])
  const attached = ids.filter((id) =>
    hls.every(({ SubtitleSet }) => SubtitleSet?.some(({ Id }) => Id === id)),
  )
  const defaultId = hls[0]?.DefaultSubtitleId
  const isSameDefault = hls.every(({ DefaultSubtitleId }) => DefaultSubtitleId === defaultId)
  return {
    ...(streams.length > 0 && { streams }),
    ...(ids.length > 0 && {
      copiedCaptions: {
        ids,
        ...(streams.length > 0 && { attached }),
        ...(defaultId && isSameDefault && { defaultId }),
      },
    }),
  }
}

/** The subtitles in WebVTT, the only format of `<track>`. Copies of the studio's own captions are not among them. */
function captionsOf({ SubtitleInfo }: MediaInfo) {
  return (SubtitleInfo?.SubtitleSet ?? []).flatMap(({ Id, Name, Language, Format, Url }) => {
    if (isCopiedId(Id)) return []
    const url = Format?.toLowerCase() === 'vtt' ? secureMediaUrl(Url ?? '') : ''
    return url ? [{ url, language: Language ?? '', label: Name || Language || '' }] : []
  })
}

/** The first sprites that are complete. */
function previewsOf({ ImageSpriteInfo }: MediaInfo): Previews | undefined {
  for (const sprite of ImageSpriteInfo?.ImageSpriteSet ?? []) {
    const { Width, Height, TotalCount, ImageUrlSet, WebVttUrl } = sprite
    const images = (ImageUrlSet ?? []).map(secureMediaUrl)
    if (!Width || !Height || !TotalCount || images.length === 0 || images.includes('')) continue
    const times = secureMediaUrl(WebVttUrl ?? '')
    return { images, width: Width, height: Height, count: TotalCount, ...(times && { times }) }
  }
  return undefined
}

/** The media of the slot `uploaded`. */
export function toMedia(media: MediaInfo): Media {
  const { MediaUrl, CoverUrl, Type, Status } = media.BasicInfo
  const moderation = reviewVerdict(media)
  const previews = previewsOf(media)
  const chapters = (media.KeyFrameDescInfo?.KeyFrameDescSet ?? []).map(
    ({ TimeOffset, Content }) => ({ start: TimeOffset, title: Content }),
  )
  const labels = labelsOfTypes(media.ReviewInfo?.MediaReviewInfo?.TypeSet)
  return {
    url: secureMediaUrl(MediaUrl ?? ''),
    extension: (Type ?? '').toLowerCase(),
    coverUrl: secureMediaUrl(CoverUrl ?? ''),
    duration: media.MetaData?.Duration ?? 0,
    ...displaySize(media),
    captions: captionsOf(media),
    ...(previews && { previews }),
    ...(chapters.length > 0 && { chapters }),
    ...copiedCaptionsOf(media),
    forbidden: Status === 'SystemForbidden' ? 'system' : Status === 'Forbidden',
    ...(moderation && { moderation }),
    ...(labels.length > 0 && { labels }),
  }
}

/** The verdict of the review of a medium (ReviewAudioVideo). `undefined` if there was no review. */
function reviewVerdict({ FileId, ReviewInfo }: MediaInfo): Moderation | undefined {
  if (!ReviewInfo) return undefined
  const { MediaReviewInfo, ...others } = ReviewInfo
  if (MediaReviewInfo) return parseVerdict(MediaReviewInfo.Suggestion, FileId)
  // VOD may have renamed the member with the verdict.
  const hasUnknownReview = Object.entries(others).some(
    ([name, member]) => name !== 'CoverReviewInfo' && member !== null && member !== undefined,
  )
  return hasUnknownReview ? parseVerdict(undefined, FileId) : undefined
}

interface Output {
  Url?: string | null | undefined
  Height?: number | null | undefined
}

function renditionOf(output: Output | null | undefined) {
  const url = secureMediaUrl(output?.Url ?? '')
  return url ? [{ url, height: output?.Height ?? 0 }] : []
}

/** Adaptive streams that browsers play without a licence server: HLS without encryption. */
const adaptiveRenditionOf = (stream: AdaptiveStream | null | undefined) =>
  stream?.Package === 'MPEG-DASH' || stream?.DrmType ? [] : renditionOf(stream)

const ReviewTask = v.looseObject({
  Status: v.optional(v.unknown()),
  Output: v.nullish(v.looseObject({ Suggestion: v.optional(v.unknown()) })),
})

/**
 * The reviews of a task flow: the hardest verdict of the finished ones, and whether others are still running. A result
 * whose shape is unknown, or that failed, is not a pass.
 */
function reviewsOf({ FileId, AiContentReviewResultSet }: ProcedureTask) {
  const reviews = (AiContentReviewResultSet ?? []).flatMap((result) => {
    // The other members are numbers and strings, such as `Type`.
    const tasks: unknown[] = Object.values(result).filter(
      (member) => typeof member === 'object' && member !== null,
    )
    return tasks.length > 0 ? tasks : [undefined]
  })
  const isRunning = (review: unknown) => v.is(ReviewTask, review) && review.Status === 'PROCESSING'
  const verdicts = reviews
    .filter((review) => !isRunning(review))
    .map((review) => {
      const suggestion = v.is(ReviewTask, review) ? review.Output?.Suggestion : undefined
      return parseVerdict(suggestion, FileId)
    })
  const labels = reviews.flatMap((review) =>
    v.is(ReviewTask, review) ? labelsOf(review.Output) : [],
  )
  return {
    moderation: hardest(verdicts),
    reviewing: reviews.some(isRunning),
    labels: labels.slice(0, maxLabels),
  }
}

/** The slot `procedure`. The status FINISH does not mean success: each sub-task has a status of its own. */
export function toProcedure(task: ProcedureTask, at: number): Procedure {
  const results = task.MediaProcessResultSet ?? []
  const failed = results
    .flatMap((result) => [result.TranscodeTask, result.AdaptiveDynamicStreamingTask])
    .filter((subTask) => subTask?.Status === 'FAIL')
  const renditions = results.flatMap(({ TranscodeTask, AdaptiveDynamicStreamingTask }) => [
    ...(TranscodeTask?.Status === 'SUCCESS' ? renditionOf(TranscodeTask.Output) : []),
    ...(AdaptiveDynamicStreamingTask?.Status === 'SUCCESS'
      ? adaptiveRenditionOf(AdaptiveDynamicStreamingTask.Output)
      : []),
  ])
  const covers = results.flatMap((result) => result.CoverBySnapshotTask?.Output?.CoverUrl ?? [])
  const { moderation, reviewing, labels } = reviewsOf(task)
  return {
    taskId: task.TaskId,
    at,
    partial: failed.length > 0 && renditions.length > 0,
    reviewing,
    state:
      task.Status === 'PROCESSING'
        ? 'processing'
        : failed.length > 0 && renditions.length === 0
          ? 'failed'
          : 'succeeded',
    renditions: renditions.sort((a, b) => b.height - a.height),
    coverUrl: secureMediaUrl(covers[0] ?? ''),
    ...(moderation && { moderation }),
    ...(labels.length > 0 && { labels }),
  }
}

/**
 * The slot `procedure` from the renditions of a medium. VOD deletes tasks after three days, but keeps their renditions.
 * Definition 0 is the uploaded file itself.
 */
export function toProcedureWithoutTask(media: MediaInfo, at: number): Procedure | undefined {
  const { TranscodeSet } = media.TranscodeInfo ?? {}
  const { AdaptiveDynamicStreamingSet } = media.AdaptiveDynamicStreamingInfo ?? {}
  const renditions = [
    ...(TranscodeSet ?? []).filter(({ Definition }) => Definition).flatMap(renditionOf),
    ...(AdaptiveDynamicStreamingSet ?? []).flatMap(adaptiveRenditionOf),
  ]
  if (renditions.length === 0) return undefined
  return {
    taskId: '',
    at,
    state: 'succeeded',
    renditions,
    partial: false,
    reviewing: false,
    coverUrl: '',
  }
}
