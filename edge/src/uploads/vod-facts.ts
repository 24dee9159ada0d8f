import type { Moderation } from '@reelferry/contract'
import * as v from 'valibot'
import type { MediaInfo, ProcedureTask } from '../vod/api.ts'
import type { Facts } from './facts.ts'
import { hardest } from './status.ts'

/** Media URLs come as http from VOD; its CDN hosts speak https, and pages are https. */
function secureMediaUrl(url: string): string {
  if (!URL.canParse(url)) return ''
  const parsed = new URL(url)
  const onThisMachine = /^(localhost|127\.|\[::1\])/.test(parsed.hostname)
  if (parsed.protocol === 'http:' && !onThisMachine) parsed.protocol = 'https:'
  return parsed.protocol === 'https:' || onThisMachine ? parsed.href : ''
}

/** What VOD's own API says of a medium. */
export function mediaFact(media: MediaInfo): NonNullable<Facts['uploaded']>['media'] {
  const { MediaUrl, CoverUrl, Type, Status } = media.BasicInfo
  return {
    url: secureMediaUrl(MediaUrl ?? ''),
    extension: (Type ?? '').toLowerCase(),
    coverUrl: secureMediaUrl(CoverUrl ?? ''),
    duration: media.MetaData?.Duration ?? 0,
    forbidden: Status === 'Forbidden',
  }
}

const Verdict = v.object({
  Output: v.object({ Suggestion: v.picklist(['pass', 'review', 'block']) }),
})

const Unfinished = v.object({ Status: v.literal('PROCESSING') })

/** FINISH only says that the flow is over: whether it went well stands in each sub-task. */
export function procedureFact(task: ProcedureTask, at: number): NonNullable<Facts['procedure']> {
  const results = task.MediaProcessResultSet ?? []
  const playable = results
    .flatMap((result) => [result.TranscodeTask, result.AdaptiveDynamicStreamingTask])
    .filter((subTask) => subTask !== null && subTask !== undefined)
  const failed = playable.filter((subTask) => subTask.Status === 'FAIL')
  const renditions = playable.flatMap((subTask) => {
    const url = subTask.Status === 'SUCCESS' ? secureMediaUrl(subTask.Output?.Url ?? '') : ''
    return url ? [{ url, height: subTask.Output?.Height ?? 0 }] : []
  })
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
  const renditions = (media.TranscodeInfo?.TranscodeSet ?? []).flatMap((one) => {
    const url = one.Definition ? secureMediaUrl(one.Url ?? '') : ''
    return url ? [{ url, height: one.Height ?? 0 }] : []
  })
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
