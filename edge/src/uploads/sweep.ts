import { isFileId, type UploadId } from '@reelferry/contract'
import { sessionSecrets } from '../config.ts'
import type { RequestContext } from '../context.ts'
import { log } from '../lib/log.ts'
import { catchVodFailure } from '../vod/vod-api-error.ts'
import { copyCaptions, needsCopy } from './copy-captions.ts'
import { sweepDeliveries } from './delivery.ts'
import { expireFiles } from './expire-files.ts'
import { settledAfterMs, settleFile } from './replace-file.ts'
import { isAbandoned, isFinal, statusOf } from './status.ts'
import { listPending, removePending } from './pending-store.ts'
import { getRecord } from './store.ts'
import { syncDeletion, syncFromVod, syncIfLate } from './sync.ts'
import { verifySourceContext } from './upload-id.ts'
import type { UploadEntry, UploadRecord } from './upload-record.ts'
import { videoOf, withTextsOf } from './video-of-upload.ts'

/** A free Worker has 50 outgoing calls a run, and one upload may need three. */
const maxUploads = 12

/** An upload without a file may be in progress for this long. */
const inProgressMs = 5 * 60 * 1000

/** Whether another device may still publish a file of an upload that its creator deleted. */
const mayStillBePublished = ({ opened, uploaded, deleted }: UploadRecord, now: number) =>
  deleted !== undefined && !uploaded?.media && !isAbandoned(opened, now)

/**
 * Syncs uploads that nobody polls: a few random ones a run. Rechecks deletions that VOD could not confirm, syncs
 * uploads whose file is known, and searches the files of the others, whose webhook may be lost. Removes ended uploads
 * from the list of pending ones, unless VOD lacks their captions. A deleted upload stays in the list as long as its
 * file may still be published, since that file has to be deleted too. Also repeats deliveries that VOD has to stop or
 * resume, and deletes replaced files that are not kept any longer.
 */
export async function sweep(context: RequestContext): Promise<void> {
  const { kv, now } = context
  const { uploads, deliveries, files } = await listPending(kv)
  if (deliveries.length > 0) await sweepDeliveries(context, deliveries)
  await expireFiles(context, files)
  const pending = sample(uploads, maxUploads)
  const missing: UploadEntry[] = []
  let ended = 0
  for (const { uploadId, needsRecheck } of pending) {
    const record = await getRecord(kv, uploadId)
    if (needsRecheck && record && !(await recheckDeletion(context, { uploadId, record }))) continue
    const isEnded =
      !record || (isFinal(statusOf(record, now())) && !mayStillBePublished(record, now()))
    const video = record && (await videoOf(context, { uploadId, record }))
    if (record && (await isCopyMissing(context, withTextsOf({ uploadId, record }, video)))) continue
    if (isEnded && record && !(await isSettled(context, { uploadId, record }, video))) continue
    if (isEnded && record?.deleted && !(await isErased(context, { uploadId, record }))) continue
    if (isEnded) {
      await removePending(kv, uploadId)
      ended++
    } else if (record.uploaded && !record.deleted)
      await syncIfLate(context, { uploadId, record, fileId: record.uploaded.fileId })
    else if (now() - record.opened.openedAt > inProgressMs) missing.push({ uploadId, record })
  }
  if (missing.length > 0) await findFiles(context, missing)
  log('swept', { checked: pending.length, ended, missing: missing.length })
}

/** Copies captions that VOD lacks. Resolves with whether VOD still lacks them. */
const isCopyMissing = async (context: RequestContext, entry: UploadEntry): Promise<boolean> =>
  needsCopy(entry.record) && needsCopy(await copyCaptions(context, entry))

/**
 * Lets a replacement play that is ready. Resolves to `false` if the upload has to be checked again: VOD failed, or
 * another location may change the files of the video at the same time.
 */
const isSettled = (
  context: RequestContext,
  upload: UploadEntry,
  video: UploadEntry | undefined,
): Promise<boolean> =>
  unlessVodFails(upload, async () => {
    const files = await settleFile(context, upload, video)
    return !files || context.now() - files.at > settledAfterMs
  })

/**
 * Deletes the file of a deleted upload: the request to delete it may have read a state of KV without the file. Resolves to
 * `false` if VOD failed.
 */
const isErased = (context: RequestContext, upload: UploadEntry): Promise<boolean> =>
  unlessVodFails(upload, async () => {
    const { uploaded } = upload.record
    if (uploaded?.media) await context.vod.deleteMedia(uploaded.fileId)
    return true
  })

/** Resolves to `false` if VOD fails, so that the upload is checked again. */
const unlessVodFails = (
  { uploadId }: UploadEntry,
  check: () => Promise<boolean>,
): Promise<boolean> =>
  catchVodFailure(check, ({ code }) => {
    log('vod-unavailable', { uploadId, code })
    return false
  })

/** Checks whether the file of an upload was deleted. Resolves to `false` if VOD failed. */
async function recheckDeletion(context: RequestContext, upload: UploadEntry): Promise<boolean> {
  const { uploadId, record } = upload
  const { uploaded, deleted } = record
  if (!uploaded || deleted) return true
  return unlessVodFails(upload, async () => {
    await syncDeletion(context, { uploadId, fileId: uploaded.fileId })
    return true
  })
}

/** Searches the files of uploads among everything that VOD published since the oldest of them was opened. */
async function findFiles(context: RequestContext, missing: UploadEntry[]): Promise<void> {
  const { vod, config } = context
  const since = Math.min(...missing.map(({ record }) => record.opened.openedAt))
  const wanted = new Set<UploadId>(missing.map(({ uploadId }) => uploadId))
  await catchVodFailure(
    async () => {
      for (const { FileId: fileId, BasicInfo } of await vod.searchMedia(since)) {
        const sourceContext = BasicInfo.SourceInfo?.SourceContext
        const uploadId = await verifySourceContext(sessionSecrets(config), sourceContext)
        if (!uploadId || !wanted.has(uploadId) || !isFileId(fileId)) continue
        await syncFromVod(context, { fileId, uploadId }, 'poll')
      }
    },
    ({ code }) => log('vod-unavailable', { code }),
  )
}

function sample<T>(items: T[], count: number): T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ item }) => item)
}
