import type { Moderation } from '@reelferry/contract'
import * as v from 'valibot'
import type { AdaptiveStream, MediaInfo, ProcedureTask } from '../vod/api.ts'
import type { Facts } from './upload-record.ts'
import { hardest } from './status.ts'

/** Media URLs come as http from VOD; its CDN hosts speak https, and pages are https. */
function secureMediaUrl(url: string): string {
  if (!URL.canParse(url)) return ''
  const parsed = new URL(url)
  const onThisMachine = /^(localhost|127\.|\[::1\])/.test(parsed.hostname)
  if (parsed.protocol === 'http:' && !onThisMachine) parsed.protocol = 'https:'
  return parsed.protocol === 'https:' || onThisMachine ? parsed.href : ''
}

/** Width and height as a player shows them: `Rotate` turns the picture, in degrees. */
function shownSize({ MetaData }: MediaInfo): { width: number; height: number } {
  const [width, height] = [MetaData?.Width ?? 0, MetaData?.Height ?? 0]
  const isTurned = Math.abs(MetaData?.Rotate ?? 0) % 180 === 90
  return isTurned ? { width: height, height: width } : { width, height }
}

/** Subtitles that browsers read: `<track>` takes WebVTT alone. */
function captionsOf({ SubtitleInfo }: MediaInfo) {
  return (SubtitleInfo?.SubtitleSet ?? []).flatMap(({ Name, Language, Format, Url }) => {
    const url = Format?.toLowerCase() === 'vtt' ? secureMediaUrl(Url ?? '') : ''
    return url ? [{ url, language: Language ?? '', label: Name || Language || '' }] : []
  })
}

/** What VOD's own API says of a medium. */
export function mediaFact(media: MediaInfo): NonNullable<Facts['uploaded']>['media'] {
  const { MediaUrl, CoverUrl, Type, Status } = media.BasicInfo
  return {
    url: secureMediaUrl(MediaUrl ?? ''),
    extension: (Type ?? '').toLowerCase(),
    coverUrl: secureMediaUrl(CoverUrl ?? ''),
    duration: media.MetaData?.Duration ?? 0,
    ...shownSize(media),
    captions: captionsOf(media),
    forbidden: Status === 'Forbidden',
  }
}

const Verdict = v.object({
  Output: v.object({ Suggestion: v.picklist(['pass', 'review', 'block']) }),
})

const Unfinished = v.object({ Status: v.literal('PROCESSING') })

interface Output {
  Url?: string | null | undefined
  Height?: number | null | undefined
}

function renditionOf(output: Output | null | undefined) {
  const url = secureMediaUrl(output?.Url ?? '')
  return url ? [{ url, height: output?.Height ?? 0 }] : []
}

/** Of adaptive streams, HLS that is not encrypted: what browsers play without a licence server. */
const adaptiveOf = (stream: AdaptiveStream | null | undefined) =>
  stream?.Package === 'MPEG-DASH' || stream?.DrmType ? [] : renditionOf(stream)

/** FINISH only says that the flow is over: whether it went well stands in each sub-task. */
export function procedureFact(task: ProcedureTask, at: number): NonNullable<Facts['procedure']> {
  const results = task.MediaProcessResultSet ?? []
  const failed = results
    .flatMap((result) => [result.TranscodeTask, result.AdaptiveDynamicStreamingTask])
    .filter((subTask) => subTask?.Status === 'FAIL')
  const renditions = results.flatMap(({ TranscodeTask, AdaptiveDynamicStreamingTask }) => [
    ...(TranscodeTask?.Status === 'SUCCESS' ? renditionOf(TranscodeTask.Output) : []),
    ...(AdaptiveDynamicStreamingTask?.Status === 'SUCCESS'
      ? adaptiveOf(AdaptiveDynamicStreamingTask.Output)
      : []),
  ])
  const covers = results.flatMap((result) => result.CoverBySnapshotTask?.Output?.CoverUrl ?? [])
  const verdicts = (task.AiContentReviewResultSet ?? []).flatMap((review) =>
    Object.values(review).flatMap((result): Moderation[] =>
      v.is(Verdict, result) ? [result.Output.Suggestion] : [],
    ),
  )
  const moderation = hardest(verdicts)
  const reviewing = (task.AiContentReviewResultSet ?? []).some((review) =>
    Object.values(review).some((result) => v.is(Unfinished, result)),
  )
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
  }
}

/** VOD forgets tasks after three days, not what came of them. Definition 0 is the source itself. */
export function renditionsFact(media: MediaInfo, at: number): Facts['procedure'] {
  const { TranscodeSet } = media.TranscodeInfo ?? {}
  const { AdaptiveDynamicStreamingSet } = media.AdaptiveDynamicStreamingInfo ?? {}
  const renditions = [
    ...(TranscodeSet ?? []).filter((one) => one.Definition).flatMap(renditionOf),
    ...(AdaptiveDynamicStreamingSet ?? []).flatMap(adaptiveOf),
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
