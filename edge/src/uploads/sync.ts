import type { FileId, Moderation, UploadId } from '@reelferry/contract'
import { sessionSecrets } from '../config.ts'
import type { RequestContext } from '../context.ts'
import { log } from '../lib/log.ts'
import type { VodClient } from '../vod/client.ts'
import { catchVodFailure } from '../vod/vod-api-error.ts'
import { deliver } from './delivery.ts'
import type { DiscoveredBy } from './record-summary.ts'
import { copyCaptions } from './copy-captions.ts'
import { copyChapters } from './copy-chapters.ts'
import { latestRecord } from './latest-record.ts'
import { getPreviews, type OwnPreviews } from './own-previews.ts'
import { putDeleted } from './signing-cache.ts'
import { loseFile, settleFile } from './replace-file.ts'
import { isFinal, statusOf } from './status.ts'
import { type FileState, getUploadOfFile, putFile, putFileState, putSlot } from './store.ts'
import { mergeRecords, slotNames, type UploadEntry, type UploadRecord } from './upload-record.ts'
import { verifySourceContext } from './upload-id.ts'
import { videoOf, withTextsOf } from './video-of-upload.ts'
import { prepareVerdictChange } from './verdict-change.ts'
import { cacheSync, dropSync, getCachedSync } from './vod-cache.ts'
import { toMedia, toProcedure, toProcedureWithoutTask } from './vod-to-slots.ts'

/** A file that an event, a poll or a viewer named. */
export interface FileRef {
  fileId: FileId
  taskId?: string | undefined
  /** The upload that the file is claimed to be of. VOD has to confirm it. */
  uploadId?: UploadId | undefined
  /** The image of the studio, if it was just stored. */
  previews?: OwnPreviews
  /** A review event with the verdict `pass` named the file. */
  isPassed?: boolean
}

/** The record after a sync, and the slots that KV does not have yet. */
export interface SyncResult extends UploadEntry {
  fileId: FileId
  /** The record before the sync. */
  before: UploadRecord
  changes: Partial<Pick<UploadRecord, 'uploaded' | 'procedure' | 'review'>>
  /** Whether KV does not have the upload of the file yet. */
  isNewFile: boolean
  /** When VOD finished the task flow, unix ms; absent if it is not finished, or if VOD does not know it any more. */
  finishedAt?: number | undefined
}

/** JSON with sorted members: values from KV have the order of their schema. */
const canonical = (slot: object): string =>
  JSON.stringify({ ...slot, at: 0 }, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )

const isSame = (a: { at: number } | undefined, b: { at: number }) =>
  a !== undefined && canonical(a) === canonical(b)

type KnownTask = Pick<UploadRecord, 'uploaded' | 'procedure'> & {
  opened: Pick<UploadRecord['opened'], 'procedure'>
}

/** The task flow of a file: by the ids that are known, else the latest one that VOD finds. */
async function findTask(
  { vod }: RequestContext,
  ref: FileRef,
  record: KnownTask,
): ReturnType<VodClient['describeProcedure']> {
  const known = [ref.taskId, record.uploaded?.taskId, record.procedure?.taskId].flatMap(
    (taskId) => taskId || [],
  )
  for (const taskId of new Set(known)) {
    const task = await vod.describeProcedure(taskId)
    if (task?.FileId === ref.fileId) return task
  }
  if (!record.opened.procedure) return undefined
  const found = await vod.findProcedure(ref.fileId)
  return found && !known.includes(found) ? vod.describeProcedure(found) : undefined
}

/**
 * Whether another file of this upload is already published and still exists. An upload is sent twice if the answer to
 * the first commit was lost, or if a client sends more than it opened.
 */
async function isDuplicate(
  { vod }: RequestContext,
  { uploaded }: UploadRecord,
  fileId: FileId,
): Promise<boolean> {
  if (!uploaded?.media || uploaded.fileId === fileId) return false
  return (await vod.describeMedia(uploaded.fileId)) !== undefined
}

/**
 * The studio's image of a file without sprites. It is looked up when no sprites can follow any more, because KV would
 * cache a miss.
 */
async function ownPreviewsOf(
  { kv }: RequestContext,
  { fileId, previews }: FileRef,
  { uploadId, record: { uploaded, procedure } }: UploadEntry,
): Promise<OwnPreviews | undefined> {
  const known = previews ?? (uploaded?.fileId === fileId ? uploaded.previews : undefined)
  if (known || procedure?.state === 'processing') return known
  const stored = await getPreviews(kv, uploadId)
  await stored?.image.cancel()
  return stored?.previews
}

const passed: Moderation = 'pass'

/**
 * Whether the slot `review` holds a video back that passes according to VOD's API. VOD's API may be older than a `block`
 * event, so a block ends only after another event that reports a pass.
 */
const isHeldBack = ({ review }: UploadRecord, { isPassed }: FileRef): boolean =>
  review?.moderation === 'review' || (review?.moderation === 'block' && isPassed === true)

/**
 * Fetches the state of a file from VOD's API and compares it with the record. The upload is the one in the file's
 * sourceContext, if its MAC is valid; or, if it was signed with a secret that was replaced, the upload that VOD
 * confirmed earlier. Deletes the file if its upload is deleted or has another file. {@link writeChanges} writes the
 * changes.
 * @param stored the latest record of the upload, if the caller has read it
 * @returns `undefined` if VOD does not have the file, or if it is not of this studio
 * @throws VodApiError
 */
export async function fetchChanges(
  context: RequestContext,
  ref: FileRef,
  stored?: UploadRecord,
): Promise<SyncResult | undefined> {
  const { kv, config, vod } = context
  // Before the request: if two syncs overlap, the result of the later request is the later one.
  const at = context.now()
  const media = await vod.describeMedia(ref.fileId)
  if (!media) return undefined
  const sourceContext = media.BasicInfo.SourceInfo?.SourceContext
  const verifiedId = await verifySourceContext(sessionSecrets(config), sourceContext)
  const uploadId = verifiedId ?? (await getUploadOfFile(kv, ref.fileId))
  if (!uploadId || (ref.uploadId && ref.uploadId !== uploadId)) return undefined
  const record = stored ?? (await latestRecord(context, uploadId))
  if (!record) return undefined
  const isConfirmed = record.uploaded?.media && record.uploaded.fileId === ref.fileId
  if (!verifiedId && !isConfirmed) return undefined
  if (record.deleted || (await isDuplicate(context, record, ref.fileId))) {
    await vod.deleteMedia(ref.fileId)
    log('file-unwanted', { uploadId })
    return { uploadId, fileId: ref.fileId, before: record, record, changes: {}, isNewFile: false }
  }
  const task = await findTask(context, ref, record)
  const taskId = task?.TaskId ?? ref.taskId ?? record.uploaded?.taskId
  const by = record.uploaded?.fileId === ref.fileId ? record.uploaded.by : undefined
  const procedure = task ? toProcedure(task, at) : toProcedureWithoutTask(media, at)
  const known = { uploadId, record: { ...record, ...(procedure && { procedure }) } }
  const confirmed = toMedia(media)
  const previews = confirmed.previews ? undefined : await ownPreviewsOf(context, ref, known)
  const uploaded = {
    fileId: ref.fileId,
    ...(taskId && { taskId }),
    ...(by && { by }),
    at,
    media: confirmed,
    ...(previews && { previews }),
  }
  const isReleased = confirmed.moderation === passed && isHeldBack(record, ref)
  const changes = {
    ...(!isSame(record.uploaded, uploaded) && { uploaded }),
    ...(procedure && !isSame(record.procedure, procedure) && { procedure }),
    ...(isReleased && { review: { at, moderation: passed } }),
  }
  const result = {
    uploadId,
    fileId: ref.fileId,
    before: record,
    record: { ...record, ...changes },
    changes,
    isNewFile: record.uploaded?.fileId !== ref.fileId,
    finishedAt: task?.finishedAt,
  }
  await cacheSync(`upload/${uploadId}`, result.record)
  return result
}

/**
 * Writes the changes of a sync, and what follows from a changed verdict. Copies chapters and captions to VOD that it
 * lacks. A replacement that is ready then plays.
 */
export async function writeChanges(
  context: RequestContext,
  { uploadId, fileId, before, record, changes, isNewFile }: SyncResult,
  by: DiscoveredBy,
): Promise<void> {
  const { kv } = context
  const video = await videoOf(context, { uploadId, record })
  const entry = withTextsOf({ uploadId, record }, video)
  const copied = await copyChapters(context, entry)
  const uploaded = copied ?? record.uploaded
  const { procedure } = record
  const isChanged = changes.uploaded ?? changes.procedure ?? copied
  const verdictChange = { uploadId, fileId, before, after: record }
  const deliveries = await prepareVerdictChange(context, verdictChange)
  // First, so that no file has a state but no upload after a crash.
  if (isNewFile && uploaded) await putFile(kv, uploaded.fileId, uploadId)
  await Promise.all([
    uploaded && isChanged && putFileState(kv, uploadId, { uploaded, procedure }, by),
    changes.review && putSlot(kv, uploadId, 'review', changes.review),
  ])
  await deliver(context, deliveries)
  await copyCaptions(context, entry)
  await settleFile(context, { uploadId, record }, video)
}

/**
 * Fetches the state of a file from VOD and writes what is new.
 * @returns as {@link fetchChanges}
 * @throws VodApiError
 */
export async function syncFromVod(
  context: RequestContext,
  ref: FileRef,
  by: DiscoveredBy,
  stored?: UploadRecord,
): Promise<SyncResult | undefined> {
  const result = await fetchChanges(context, ref, stored)
  if (result) await writeChanges(context, result, by)
  return result
}

/**
 * Marks an upload as deleted if VOD does not have its file any more. Ignores the deletion of a duplicate file: only the
 * file of the record ends the upload. If the file of a video was replaced, its other file plays.
 * @throws VodApiError
 */
export async function syncDeletion(
  context: RequestContext,
  { uploadId, fileId }: { uploadId: UploadId; fileId: FileId },
): Promise<void> {
  const record = await latestRecord(context, uploadId, ['uploaded'])
  if (record?.uploaded && record.uploaded.fileId !== fileId) return
  if (await context.vod.describeMedia(fileId)) return
  if (!record || (await loseFile(context, { uploadId, record })))
    await putDeleted(context, uploadId)
}

/** A younger record is not synced: VOD's webhook usually arrives within this time. */
const webhookDelayMs = 3000

/** Time after which all locations of KV have a value that VOD's webhook made a location write. */
const propagationMs = 120_000

/**
 * Whether VOD's webhook writes the same changes: it has reported the file before, and VOD's task flow has just finished.
 * KV shows its write to other locations only after up to a minute. If it is lost, the next view or the sweep writes the
 * changes.
 */
const isWebhookDue = (
  { now }: RequestContext,
  { record: { uploaded, procedure }, finishedAt }: SyncResult,
): boolean =>
  uploaded?.by === 'event' &&
  procedure?.state !== 'processing' &&
  finishedAt !== undefined &&
  now() - finishedAt < propagationMs

/**
 * The latest record of an upload. Syncs it if VOD's webhook seems late: at most once in ten seconds, and not if the
 * status is final. If VOD fails, the record does not change. Writes in the background, since KV may refuse writes for
 * seconds.
 */
export async function syncIfLate(
  context: RequestContext,
  { uploadId, record: stored, fileId }: UploadEntry & { fileId: FileId | undefined },
): Promise<UploadRecord> {
  const key = `upload/${uploadId}` as const
  const cached = await getCachedSync(key)
  const record = typeof cached === 'object' ? mergeRecords(stored, cached) : stored
  const changedAt = Math.max(record.uploaded?.at ?? 0, record.procedure?.at ?? 0)
  const status = statusOf(record, context.now())
  // An expired upload is synced all the same: the caller knows a file of it.
  if (cached !== undefined || !fileId || (isFinal(status) && status !== 'expired')) return record
  if (context.now() - changedAt < webhookDelayMs) return record
  await cacheSync(key, 'pending')
  const result = await catchVodFailure(
    () => fetchChanges(context, { fileId, uploadId }, record),
    ({ code }) => void log('vod-unavailable', { uploadId, code }),
  )
  if (!result) return record
  if (!isWebhookDue(context, result)) context.waitUntil(writeChanges(context, result, 'poll'))
  return result.record
}

/**
 * Whether VOD has other data of a file than the state that was read, or this location knows a newer one. Asks VOD as often
 * as {@link syncIfLate}.
 */
export async function isOutdated(
  context: RequestContext,
  uploadId: UploadId,
  { uploaded, procedure }: FileState,
): Promise<boolean> {
  const key = `upload/${uploadId}` as const
  const cached = await getCachedSync(key)
  if (typeof cached === 'object') {
    const newest = Math.max(...slotNames.map((slot) => cached[slot]?.at ?? 0))
    return newest > Math.max(uploaded.at, procedure?.at ?? 0)
  }
  const changedAt = Math.max(uploaded.at, procedure?.at ?? 0)
  if (cached !== undefined || context.now() - changedAt < webhookDelayMs) return false
  await cacheSync(key, 'pending')
  const { fileId } = uploaded
  const isNew = await catchVodFailure(
    async () => {
      const media = await context.vod.describeMedia(fileId)
      if (!media) return true
      const known = { opened: { procedure: true }, uploaded, procedure }
      const task = await findTask(context, { fileId }, known)
      const taskId = task?.TaskId ?? uploaded.taskId
      const file = { ...uploaded, ...(taskId && { taskId }), media: toMedia(media) }
      const flow = task ? toProcedure(task, 0) : toProcedureWithoutTask(media, 0)
      return !isSame(uploaded, file) || (flow !== undefined && !isSame(procedure, flow))
    },
    () => false,
  )
  // The read of the whole record that follows asks VOD again, and writes the changes.
  if (isNew) await dropSync(key)
  return isNew
}
