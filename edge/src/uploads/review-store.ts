import { isUploadId, Reply, ReportCategory, type UploadId } from '@reelferry/contract'
import { OperatorDecision } from '@reelferry/contract/operator'
import * as v from 'valibot'

/**
 * KV keys of reviews by people: the queue, the decisions of the past year, and replies. No poll and no view reads them;
 * the decision that counts is a slot of the upload's record.
 */
const queuePrefix = 'queue/'
const decisionPrefix = 'decision/'
const replyKey = (uploadId: UploadId) => `upload/${uploadId}/reply`

/** Why a video waits for a decision. Stored as metadata of its key, so that one list operation reads twenty of them. */
const QueueEntry = v.variant('kind', [
  v.object({ kind: v.literal('verdict'), at: v.number() }),
  v.object({ kind: v.literal('reply'), at: v.number() }),
  v.object({
    kind: v.literal('report'),
    at: v.number(),
    category: ReportCategory,
    text: v.string(),
  }),
])
export type QueueEntry = v.InferOutput<typeof QueueEntry>

/** An entry of the queue with its KV key. */
export interface QueuedEntry {
  key: string
  uploadId: UploadId
  entry: QueueEntry
}

/** An upload in the queue. `openedAt` sorts the queue: the oldest upload is first. */
export interface QueuedUpload {
  uploadId: UploadId
  openedAt: number
}

/** The time an operator has for a video. Entries that are never decided must not stay for ever. */
const queueSeconds = 180 * 24 * 3600

const uploadPrefix = ({ uploadId, openedAt }: QueuedUpload) =>
  `${queuePrefix}${String(openedAt).padStart(16, '0')}/${uploadId}/`

/** Adds an entry to the queue. A second entry of the same kind replaces the first, except for reports. */
export async function putQueueEntry(
  kv: KVNamespace,
  upload: QueuedUpload,
  entry: QueueEntry,
): Promise<void> {
  const name = entry.kind === 'report' ? `report-${crypto.randomUUID()}` : entry.kind
  const options = { metadata: entry, expirationTtl: queueSeconds }
  await kv.put(uploadPrefix(upload) + name, '', options)
}

/** Number of keys on a page of the queue, and of decisions on a page. */
const pageSize = 20

/** A page of the queue, by one list operation. Entries of one upload are in a row; a page may end between them. */
export async function listQueue(
  kv: KVNamespace,
  cursor: string | undefined,
): Promise<{ entries: QueuedEntry[]; cursor: string | undefined }> {
  const page = await kv.list({ prefix: queuePrefix, limit: pageSize, ...(cursor && { cursor }) })
  const entries = page.keys.flatMap(({ name, metadata }) => {
    const [, uploadId] = name.slice(queuePrefix.length).split('/')
    return isUploadId(uploadId) && v.is(QueueEntry, metadata)
      ? [{ key: name, uploadId, entry: metadata }]
      : []
  })
  return { entries, cursor: page.list_complete ? undefined : page.cursor }
}

/** Removes keys of {@link listQueue}. */
export async function removeQueueKeys(kv: KVNamespace, keys: string[]): Promise<void> {
  await Promise.all(keys.map((key) => kv.delete(key)))
}

/** Removes all entries of an upload from the queue, at most a thousand. */
export async function removeFromQueue(kv: KVNamespace, upload: QueuedUpload): Promise<void> {
  const { keys } = await kv.list({ prefix: uploadPrefix(upload) })
  await removeQueueKeys(
    kv,
    keys.map(({ name }) => name),
  )
}

const decisionSeconds = 365 * 24 * 3600

/** Adds a decision to the list of decisions. `by` is `''` for an automatic block after VOD's verdict. */
export async function putPastDecision(
  kv: KVNamespace,
  uploadId: UploadId,
  decision: OperatorDecision,
): Promise<void> {
  const inverseTime = String(Number.MAX_SAFE_INTEGER - decision.at).padStart(16, '0')
  const options = { expirationTtl: decisionSeconds }
  await kv.put(
    `${decisionPrefix}${inverseTime}/${uploadId}`,
    JSON.stringify(v.parse(OperatorDecision, decision)),
    options,
  )
}

/** A page of past decisions, newest first, by one list operation and one bulk read. */
export async function listPastDecisions(
  kv: KVNamespace,
  cursor: string | undefined,
): Promise<{
  decisions: { uploadId: UploadId; decision: OperatorDecision }[]
  cursor: string | undefined
}> {
  const page = await kv.list({ prefix: decisionPrefix, limit: pageSize, ...(cursor && { cursor }) })
  const names = page.keys.map(({ name }) => name)
  const values =
    names.length > 0 ? await kv.get<unknown>(names, { type: 'json' }) : new Map<string, unknown>()
  const decisions = names.flatMap((name) => {
    const uploadId = name.split('/').at(-1)
    const decision = v.safeParse(OperatorDecision, values.get(name))
    return isUploadId(uploadId) && decision.success ? [{ uploadId, decision: decision.output }] : []
  })
  return { decisions, cursor: page.list_complete ? undefined : page.cursor }
}

/** A reply with the time of the decision that it answers; 0 for a block without a decision. */
const StoredReply = v.object({ ...Reply.entries, decidedAt: v.number() })
export type StoredReply = v.InferOutput<typeof StoredReply>

export async function putReply(
  kv: KVNamespace,
  uploadId: UploadId,
  reply: StoredReply,
): Promise<void> {
  await kv.put(replyKey(uploadId), JSON.stringify(reply))
}

/** The last reply of the creator. */
export async function getReply(
  kv: KVNamespace,
  uploadId: UploadId,
): Promise<StoredReply | undefined> {
  const reply = v.safeParse(StoredReply, await kv.get(replyKey(uploadId), 'json'))
  return reply.success ? reply.output : undefined
}

export async function deleteReply(kv: KVNamespace, uploadId: UploadId): Promise<void> {
  await kv.delete(replyKey(uploadId))
}
