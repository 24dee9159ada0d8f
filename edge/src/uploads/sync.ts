import type { FileId, UploadId } from '@reelferry/contract'
import { type Config, sessionSecrets } from '../config.ts'
import { log } from '../lib/log.ts'
import {
  deleteMedia,
  describeMedia,
  describeProcedure,
  findProcedure,
  type ProcedureTask,
  VodApiError,
} from '../vod/api.ts'
import { type Facts, merge, type Slot } from './upload-record.ts'
import type { Heard } from './record-summary.ts'
import { recall, recallFacts, remember } from './vod-cache.ts'
import { putDeleted } from './signing-cache.ts'
import { isFinal, statusOf } from './status.ts'
import { getFacts, getUploadOfFile, putFile, putSlot } from './store.ts'
import { verifySourceContext } from './upload-id.ts'
import { mediaFact, procedureFact, renditionsFact } from './vod-to-slots.ts'

/** Where to look: an event, a poll or a viewer named this file. */
export interface Hint {
  fileId: FileId
  taskId?: string | undefined
  /** The upload the file is believed to come from; VOD has to agree. */
  uploadId?: UploadId | undefined
}

/** An upload and what is known of it. */
export interface Known {
  uploadId: UploadId
  facts: Facts
}

/** What VOD said, and what of it KV does not have yet. */
export interface Learned extends Known {
  news: Partial<Pick<Facts, 'uploaded' | 'procedure' | 'review'>>
}

const same = (a: { at: number } | undefined, b: { at: number }) =>
  a !== undefined && JSON.stringify({ ...a, at: 0 }) === JSON.stringify({ ...b, at: 0 })

/** The file's task flow, under the first of the ids it may go by that VOD knows it under. */
async function findTask(
  config: Config,
  hint: Hint,
  facts: Facts,
): Promise<ProcedureTask | undefined> {
  const told = [hint.taskId, facts.uploaded?.taskId, facts.procedure?.taskId].flatMap(
    (taskId) => taskId || [],
  )
  for (const taskId of new Set(told)) {
    const task = await describeProcedure(config, taskId)
    if (task?.FileId === hint.fileId) return task
  }
  if (!facts.opened.procedure) return undefined
  const found = await findProcedure(config, hint.fileId)
  return found && !told.includes(found) ? describeProcedure(config, found) : undefined
}

/** As {@link getFacts}; KV may still answer what it did before this location learned better. */
async function latestFacts(
  kv: KVNamespace,
  uploadId: UploadId,
  wanted?: readonly Slot[],
): Promise<Facts | undefined> {
  const stored = await getFacts(kv, uploadId, wanted)
  const recalled = stored && (await recallFacts(`upload/${uploadId}`))
  return recalled ? merge(stored, recalled) : stored
}

/**
 * Whether another file of this upload is published already, and still there: sent twice, because the answer to the
 * first commit was lost, or because somebody sends more than they opened.
 */
async function isSecond(config: Config, { uploaded }: Facts, fileId: FileId): Promise<boolean> {
  if (!uploaded?.media || uploaded.fileId === fileId) return false
  return (await describeMedia(config, uploaded.fileId)) !== undefined
}

/**
 * Asks VOD's own API about a file. The upload is the one that VOD names in the file's sourceContext, and only if the
 * MAC in it is ours; or, where that was made with a secret that is gone, the one it was confirmed to come from
 * before. What is new has yet to be written, by {@link putNews}.
 * @returns `undefined` if VOD does not know the file, or it did not come from here.
 * @throws VodApiError
 */
export async function learn(
  kv: KVNamespace,
  config: Config,
  hint: Hint,
  now: number,
): Promise<Learned | undefined> {
  const media = await describeMedia(config, hint.fileId)
  if (!media) return undefined
  const context = media.BasicInfo.SourceInfo?.SourceContext
  const named = await verifySourceContext(sessionSecrets(config), context)
  const uploadId = named ?? (await getUploadOfFile(kv, hint.fileId))
  if (!uploadId || (hint.uploadId && hint.uploadId !== uploadId)) return undefined
  const facts = await latestFacts(kv, uploadId)
  if (!facts) return undefined
  const isConfirmed = facts.uploaded?.media && facts.uploaded.fileId === hint.fileId
  if (!named && !isConfirmed) return undefined
  // Its creator deleted the upload before VOD had published it; or one upload is one video.
  if (facts.deleted || (await isSecond(config, facts, hint.fileId))) {
    await deleteMedia(config, hint.fileId)
    log('file-unwanted', { uploadId })
    return { uploadId, facts, news: {} }
  }
  const task = await findTask(config, hint, facts)
  const taskId = task?.TaskId ?? hint.taskId ?? facts.uploaded?.taskId
  const uploaded = {
    fileId: hint.fileId,
    ...(taskId && { taskId }),
    at: now,
    media: mediaFact(media),
  }
  const procedure = task ? procedureFact(task, now) : renditionsFact(media, now)

  const suggestion = media.ReviewInfo?.MediaReviewInfo?.Suggestion
  const review = suggestion && { at: now, moderation: suggestion }

  const news = {
    ...(!same(facts.uploaded, uploaded) && { uploaded }),
    ...(procedure && !same(facts.procedure, procedure) && { procedure }),
    ...(review && !same(facts.review, review) && { review }),
  }
  const learned = { uploadId, facts: { ...facts, ...news, uploaded }, news }
  await remember(`upload/${uploadId}`, learned.facts)
  return learned
}

/**
 * Asks VOD whether it still has the file of an upload, and writes down that it has not. Of two files that were
 * published of one upload, the other's end is not the upload's.
 * @throws VodApiError
 */
export async function learnDeletion(
  kv: KVNamespace,
  config: Config,
  { uploadId, fileId }: { uploadId: UploadId; fileId: FileId },
  now: number,
): Promise<void> {
  const facts = await latestFacts(kv, uploadId, ['uploaded'])
  if (facts?.uploaded && facts.uploaded.fileId !== fileId) return
  if (!(await describeMedia(config, fileId))) await putDeleted(kv, uploadId, now)
}

/** Writes what was learned, and how it was heard of. */
export async function putNews(
  kv: KVNamespace,
  { uploadId, news }: Learned,
  by: Heard = 'question',
): Promise<void> {
  const { uploaded, procedure, review } = news
  await Promise.all([
    uploaded && putFile(kv, uploaded.fileId, uploadId),
    uploaded && putSlot(kv, uploadId, 'uploaded', uploaded, by),
    procedure && putSlot(kv, uploadId, 'procedure', procedure),
    review && putSlot(kv, uploadId, 'review', review),
  ])
}

/** Lets work go on after the answer: the execution context's `waitUntil`, bound. */
export type Background = (work: Promise<void>) => void

/** A status younger than this is left to VOD's notification. */
const lateAfterMs = 3000

/**
 * The facts of an upload, brought up to date by VOD's API where its notifications look late: at most
 * once in ten seconds, and not at all once the status is final. If VOD cannot be asked, what is
 * known stands. Writing what is new goes on in the background: KV may refuse for seconds.
 */
export async function refresh(
  kv: KVNamespace,
  config: Config,
  known: Known & { fileId?: FileId | undefined },
  now: number,
  background: Background,
): Promise<Facts> {
  const { uploadId, fileId } = known
  const subject = `upload/${uploadId}` as const
  const recalled = await recall(subject)
  const facts = typeof recalled === 'object' ? merge(known.facts, recalled) : known.facts
  const changedAt = Math.max(facts.uploaded?.at ?? 0, facts.procedure?.at ?? 0)
  const status = statusOf(facts, now)
  // Of one that seems to have come to nothing somebody knows a file.
  if (recalled !== undefined || !fileId || (isFinal(status) && status !== 'expired')) return facts
  if (now - changedAt < lateAfterMs) return facts
  await remember(subject, 'asked')
  try {
    const learned = await learn(kv, config, { fileId, uploadId }, now)
    if (!learned) return facts
    background(putNews(kv, learned))
    return learned.facts
  } catch (error) {
    if (!(error instanceof VodApiError)) throw error
    log('vod-unavailable', { uploadId, code: error.code })
    return facts
  }
}
