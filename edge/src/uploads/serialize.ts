import { currentVisibility, pollIntervalSeconds, type Upload } from '@reelferry/contract'
import type { VideoEntry } from './load-video.ts'
import { coverOf, scheduleOf, sourcesOf } from './playback.ts'
import { restorableUntil } from './previous-file.ts'
import { isFinal, moderationOf, problemOf, statusOf } from './status.ts'

/** An upload as the API answers it to its creator. `now` in unix ms. */
export function serializeUpload({ uploadId, record, file }: VideoEntry, now: number): Upload {
  const status = statusOf(record, now)
  const { uploaded, opened, details, decision } = record
  const moderation = moderationOf(record)
  const code = problemOf(status, record)
  const [source] = sourcesOf(record)
  const previousFileUntil = status === 'deleted' ? undefined : restorableUntil(opened.files, now)
  return {
    uploadId,
    name: opened.name,
    ...(details?.title && { title: details.title }),
    ...(details?.description && { description: details.description }),
    openedAt: opened.openedAt,
    status,
    ...currentVisibility(scheduleOf(record), now),
    ...(uploaded && { fileId: uploaded.fileId }),
    ...(opened.replaces && { replaces: opened.replaces }),
    ...(file.uploadId !== uploadId && { playing: file.uploadId }),
    ...(previousFileUntil !== undefined && { previousFileUntil }),
    ...(status === 'ready' &&
      source && {
        video: {
          url: source.src,
          coverUrl: coverOf(record),
          duration: uploaded?.media?.duration ?? 0,
        },
      }),
    ...(moderation && { moderation }),
    ...(decision?.reason && { reason: decision.reason }),
    ...(code && { problem: { code } }),
    retryAfter: isFinal(status) ? 0 : pollIntervalSeconds[status],
  }
}
