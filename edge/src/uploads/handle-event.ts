import { isFileId } from '@reelferry/contract'
import { sessionSecrets } from '../config.ts'
import type { RequestContext } from '../context.ts'
import { log } from '../lib/log.ts'
import type { VodEvent } from '../vod/events.ts'
import { catchVodFailure, type VodApiError } from '../vod/vod-api-error.ts'
import { deliver } from './delivery.ts'
import { hardest, isFinal, statusOf } from './status.ts'
import { markForRecheck } from './pending-store.ts'
import { getRecord, getUploadOfFile, putFile, putFileState, putSlot } from './store.ts'
import { latestRecord } from './latest-record.ts'
import { syncDeletion, syncFromVod } from './sync.ts'
import { verifySourceContext } from './upload-id.ts'
import { prepareVerdictChange } from './verdict-change.ts'
import { cacheSync } from './vod-cache.ts'

/**
 * Handles an event of VOD, from a webhook or from VOD's queue. An event is only a claim: VOD's API has to confirm it
 * before a slot is written. If VOD's API fails, the Worker stores which file to sync at the next poll, and rechecks a
 * deletion later. A verdict against a video needs no confirmation.
 * @throws VodApiError if the event could not be confirmed; in PULL mode VOD then delivers it again
 */
export async function handleEvent(context: RequestContext, event: VodEvent): Promise<void> {
  switch (event.kind) {
    case 'file-changed':
      return fileChanged(context, event)
    case 'file-reviewed':
      return fileReviewed(context, event)
    case 'files-deleted':
      return filesDeleted(context, event)
  }
}

type FileChanged = VodEvent & { kind: 'file-changed' }

/** NewFileUpload and ProcedureStateChanged: writes the slots `uploaded` and `procedure`. */
async function fileChanged(context: RequestContext, event: FileChanged): Promise<void> {
  const { fileId, taskId } = event
  if (!isFileId(fileId)) return
  const result = await catchVodFailure(
    () => syncFromVod(context, { fileId, taskId }, 'webhook'),
    (error) => storeClaim(context, event, error),
  )
  if (result) log('event-verified', { uploadId: result.uploadId })
}

/**
 * Stores that an upload has a file, without the media that only VOD's API can confirm. The next poll syncs it.
 * @throws VodApiError `error`, if the event is not of an upload of this studio
 */
async function storeClaim(
  { kv, config, now }: RequestContext,
  { fileId, taskId, context }: FileChanged,
  error: VodApiError,
): Promise<undefined> {
  const uploadId = await verifySourceContext(sessionSecrets(config), context)
  const record = uploadId && (await getRecord(kv, uploadId))
  if (!record || !isFileId(fileId)) throw error
  if (!record.uploaded) {
    const uploaded = { fileId, ...(taskId && { taskId }), at: now() }
    await putFile(kv, fileId, uploadId)
    await putFileState(kv, uploadId, { uploaded }, 'webhook')
  }
  log('event-unverified', { uploadId, code: error.code })
}

/**
 * ReviewAudioVideoComplete: writes the slot `review`. A verdict against the video counts without VOD's confirmation,
 * whatever is known of the video. A pass counts only if VOD's API confirms it.
 */
async function fileReviewed(
  context: RequestContext,
  { fileId, verdict, labels }: VodEvent & { kind: 'file-reviewed' },
): Promise<void> {
  if (!isFileId(fileId)) return
  const uploadId = await getUploadOfFile(context.kv, fileId)
  if (verdict === 'pass') {
    if (uploadId) await syncFromVod(context, { fileId, isPassed: true }, 'webhook')
    return
  }
  // The review event may arrive before every other event of the file.
  const id = uploadId ?? (await syncFromVod(context, { fileId }, 'webhook'))?.uploadId
  const record = id && (await latestRecord(context, id))
  if (!record) return
  const earlier = record.review
  const moderation = hardest([earlier?.moderation, verdict]) ?? verdict
  const review = {
    at: context.now(),
    moderation,
    labels: moderation === verdict ? labels : (earlier?.labels ?? []),
  }
  const after = { ...record, review }
  const change = { uploadId: id, fileId, before: record, after }
  const deliveries = await prepareVerdictChange(context, change)
  await cacheSync(`upload/${id}`, after)
  await putSlot(context.kv, id, 'review', review)
  // A page that waits for the video reads only the state of the file, so it has to change too.
  const { uploaded, procedure } = record
  const isAwaited = uploaded && !isFinal(statusOf(record, context.now()))
  if (isAwaited)
    await putFileState(context.kv, id, { uploaded: { ...uploaded, at: review.at }, procedure })
  await deliver(context, deliveries)
}

/** FileDeleted: writes the slot `deleted`. */
async function filesDeleted(
  context: RequestContext,
  { fileIds }: VodEvent & { kind: 'files-deleted' },
): Promise<void> {
  const errors: unknown[] = []
  for (const fileId of fileIds.filter(isFileId)) {
    const uploadId = await getUploadOfFile(context.kv, fileId)
    if (!uploadId) continue
    try {
      await syncDeletion(context, { uploadId, fileId })
    } catch (error) {
      // Webhooks are delivered once, and nothing syncs an upload that is ready: the sweep rechecks it.
      await markForRecheck(context.kv, uploadId)
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
}
