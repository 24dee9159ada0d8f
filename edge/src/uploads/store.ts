import { FileId, isUploadId, UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import { log } from '../lib/log.ts'
import { deletePreviews } from './own-previews.ts'
import {
  pendingPrefix,
  pendingSeconds,
  removePending,
  removePendingDelivery,
} from './pending-store.ts'
import { putWithRetry } from './put-with-retry.ts'
import {
  type DiscoveredBy,
  RecordSummary,
  storedBy,
  summarizeOpened,
  summarizeSlot,
} from './record-summary.ts'
import { Opened, type Slot, slotNames, slots, type UploadRecord } from './upload-record.ts'

/** Seconds that a location may answer from its cache: KV's minimum. */
export const cacheTtl = 30

/** Time after which every location answers a write to KV, ms. Until then it may answer an older state. */
export const consistentAfterMs = 60_000

const openedKey = (uploadId: UploadId) => `upload/${uploadId}`
const slotKey = (uploadId: UploadId, slot: Slot) => `upload/${uploadId}/${slot}`
const fileKey = (fileId: FileId) => `file/${fileId}`

const creatorPrefix = (creatorId: string) => `creator/${creatorId}/`

/** The time counts down, so that KV's alphabetical order is newest first. */
const creatorKey = (creatorId: string, openedAt: number, uploadId: UploadId) =>
  `${creatorPrefix(creatorId)}${String(Number.MAX_SAFE_INTEGER - openedAt).padStart(16, '0')}/${uploadId}`

/** A value that does not match its schema counts as absent, and is logged. */
function parseValue<const S extends v.GenericSchema>(
  schema: S,
  key: string,
  value: unknown,
): v.InferOutput<S> | undefined {
  if (value === null || value === undefined) return undefined
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  log('kv-record-invalid', { key })
  return undefined
}

/** Writes an opened upload. Await it before anybody receives the id: KV caches misses. */
export async function putOpened(
  kv: KVNamespace,
  uploadId: UploadId,
  opened: Opened,
): Promise<void> {
  const { creatorId, name, size, openedAt, replaces } = opened
  await Promise.all([
    kv.put(openedKey(uploadId), JSON.stringify(opened), { metadata: summarizeOpened(opened) }),
    kv.put(pendingPrefix + uploadId, '', { expirationTtl: pendingSeconds }),
    kv.put(creatorKey(creatorId, openedAt, uploadId), '', {
      // KV accepts 1024 bytes of metadata; a name has at most 255 characters of 3 bytes each.
      metadata: { name, size, ...(replaces && { replaces }) },
    }),
  ])
}

/** Writes the files of a video whose file was replaced. `opened` has to be the stored one. */
export async function putFiles(
  kv: KVNamespace,
  uploadId: UploadId,
  opened: Opened & Required<Pick<Opened, 'files'>>,
): Promise<void> {
  const metadata = summarizeOpened(opened)
  await putWithRetry(kv, openedKey(uploadId), JSON.stringify(opened), { metadata })
}

/**
 * The record of an upload, in one bulk read. Cloudflare bills each key, so a caller may name the slots it needs.
 * `undefined` if the upload was never opened.
 */
export async function getRecord(
  kv: KVNamespace,
  uploadId: UploadId,
  wanted: readonly Slot[] = slotNames,
): Promise<UploadRecord | undefined> {
  const separate = wanted.filter((slot) => slot !== 'procedure')
  const keys = [openedKey(uploadId), ...separate.map((slot) => slotKey(uploadId, slot))]
  const values = await kv.get<unknown>(keys, { type: 'json', cacheTtl })
  const opened = parseValue(Opened, openedKey(uploadId), values.get(openedKey(uploadId)))
  if (!opened) return undefined
  const contents = separate.map((slot) => {
    const key = slotKey(uploadId, slot)
    return [slot, parseValue(slots[slot], key, values.get(key))] as const
  })
  const found = Object.fromEntries(contents.filter(([, content]) => content !== undefined))
  const procedure = wanted.includes('procedure')
    ? await procedureOf(kv, uploadId, values.get(slotKey(uploadId, 'uploaded')))
    : undefined
  return { opened, ...found, ...(procedure && { procedure }) }
}

/** The value of the key of the slot `uploaded`. It also holds the slot `procedure`, except in old records. */
const WithProcedure = v.object({ procedure: v.nullable(slots.procedure) })

/** The slot `procedure`, from the value of the slot `uploaded`. Old records have it in a key of its own. */
async function procedureOf(
  kv: KVNamespace,
  uploadId: UploadId,
  uploaded: unknown,
): Promise<UploadRecord['procedure']> {
  if (!uploaded) return undefined
  const { success, output } = v.safeParse(WithProcedure, uploaded)
  if (success) return output.procedure ?? undefined
  const key = slotKey(uploadId, 'procedure')
  const value = await kv.get<unknown>(key, { type: 'json', cacheTtl })
  return parseValue(slots.procedure, key, value)
}

/**
 * Reads the state of a file at VOD, by one read: the slots `uploaded` and `procedure`. `undefined` if no file is
 * known, or if the record is an old one.
 */
export async function getFileState(
  kv: KVNamespace,
  uploadId: UploadId,
): Promise<FileState | undefined> {
  const value = await kv.get<unknown>(slotKey(uploadId, 'uploaded'), { type: 'json', cacheTtl })
  const uploaded = v.safeParse(slots.uploaded, value)
  const procedure = v.safeParse(WithProcedure, value)
  return uploaded.success && procedure.success
    ? { uploaded: uploaded.output, procedure: procedure.output.procedure ?? undefined }
    : undefined
}

/** The state of a file at VOD. One sync learns all of it, so one key holds it. */
export interface FileState {
  uploaded: NonNullable<UploadRecord['uploaded']>
  procedure?: UploadRecord['procedure']
}

/** Writes the slots `uploaded` and `procedure` in one key. Idempotent. */
export async function putFileState(
  kv: KVNamespace,
  uploadId: UploadId,
  { uploaded, procedure }: FileState,
  by?: DiscoveredBy,
): Promise<void> {
  const discoveredBy = uploaded.by ?? (by && storedBy[by])
  const metadata = {
    ...summarizeSlot('uploaded', uploaded),
    ...(discoveredBy && { by: discoveredBy }),
    ...(procedure && { task: summarizeSlot('procedure', procedure) }),
  }
  const value = JSON.stringify({
    ...uploaded,
    ...(discoveredBy && { by: discoveredBy }),
    procedure: procedure ?? null,
  })
  await putWithRetry(kv, slotKey(uploadId, 'uploaded'), value, { metadata })
}

/** The slot `deleted` of an upload, by one read. */
export async function getDeleted(
  kv: KVNamespace,
  uploadId: UploadId,
): Promise<UploadRecord['deleted']> {
  const key = slotKey(uploadId, 'deleted')
  return parseValue(slots.deleted, key, await kv.get<unknown>(key, { type: 'json', cacheTtl }))
}

/** Number of uploads on a page of the library. */
export const pageSize = 20

/** Metadata of an upload in the list of its creator. */
const ListedMetadata = v.object({ replaces: UploadId })

/** An upload in the list of its creator. `openedAt` in unix ms. */
export interface ListedUpload {
  uploadId: UploadId
  openedAt: number
  /** Whether it replaces the file of another video, and is no video of its own. */
  isReplacement: boolean
}

/** A creator's uploads, newest first, by one list operation. */
export async function listOpened(
  kv: KVNamespace,
  creatorId: string,
  limit: number,
  cursor?: string,
): Promise<{ uploads: ListedUpload[]; cursor: string | undefined }> {
  const prefix = creatorPrefix(creatorId)
  const page = await kv.list({ prefix, limit, ...(cursor && { cursor }) })
  const uploads = page.keys.flatMap(({ name, metadata }) => {
    const [inverseTime, uploadId] = name.slice(prefix.length).split('/')
    if (!isUploadId(uploadId)) return []
    const openedAt = Number.MAX_SAFE_INTEGER - Number(inverseTime)
    return [{ uploadId, openedAt, isReplacement: v.is(ListedMetadata, metadata) }]
  })
  return { uploads, cursor: page.list_complete ? undefined : page.cursor }
}

/** Number of these uploads, at most 100, that have no file at VOD and are not deleted. */
export async function countUnfinished(kv: KVNamespace, uploadIds: UploadId[]): Promise<number> {
  let unfinished = uploadIds
  for (const slot of ['uploaded', 'deleted'] as const) {
    if (unfinished.length === 0) return 0
    const keyOf = (uploadId: UploadId) => slotKey(uploadId, slot)
    const values = await kv.get(unfinished.map(keyOf), { cacheTtl })
    unfinished = unfinished.filter((uploadId) => values.get(keyOf(uploadId)) === null)
  }
  return unfinished.length
}

/** Writes a slot, except those of {@link putFileState}. Idempotent. */
export async function putSlot<S extends Exclude<Slot, 'uploaded' | 'procedure'>>(
  kv: KVNamespace,
  uploadId: UploadId,
  slot: S,
  content: NonNullable<UploadRecord[S]>,
): Promise<void> {
  const metadata = summarizeSlot(slot, content)
  await putWithRetry(kv, slotKey(uploadId, slot), JSON.stringify(content), { metadata })
}

/** The summary of one KV key of a record. */
export interface SummarizedKey {
  uploadId: UploadId
  slot: Slot | 'opened'
  summary: RecordSummary
}

const uploadPrefix = 'upload/'

/** Summaries of all uploads, by one list operation: a thousand keys, those of one upload in a row. */
export async function listSummaries(
  kv: KVNamespace,
  cursor: string | undefined,
): Promise<{ keys: SummarizedKey[]; cursor: string | undefined }> {
  const page = await kv.list({ prefix: uploadPrefix, ...(cursor && { cursor }) })
  const keys = page.keys.flatMap(({ name, metadata }) => {
    const [id, slot = 'opened'] = name.slice(uploadPrefix.length).split('/')
    const summary = v.safeParse(RecordSummary, metadata)
    const knownSlot =
      slot === 'opened' ? ('opened' as const) : slotNames.find((known) => known === slot)
    if (!isUploadId(id) || !knownSlot || !summary.success) return []
    const { task, ...own } = summary.output
    return [
      { uploadId: id, slot: knownSlot, summary: own },
      ...(task ? [{ uploadId: id, slot: 'procedure' as const, summary: task }] : []),
    ]
  })
  return { keys, cursor: page.list_complete ? undefined : page.cursor }
}

/** Deletes a record, except its entry in the creator's list. */
export async function deleteRecord(
  kv: KVNamespace,
  uploadId: UploadId,
  fileId: FileId | undefined,
): Promise<void> {
  await Promise.all([
    kv.delete(openedKey(uploadId)),
    ...slotNames.map((slot) => kv.delete(slotKey(uploadId, slot))),
    removePending(kv, uploadId),
    removePendingDelivery(kv, uploadId),
    deletePreviews(kv, uploadId),
    fileId && kv.delete(fileKey(fileId)),
  ])
}

/** Removes an upload from its creator's list. */
export async function removeFromCreator(
  kv: KVNamespace,
  creatorId: string,
  openedAt: number,
  uploadId: UploadId,
): Promise<void> {
  await kv.delete(creatorKey(creatorId, openedAt, uploadId))
}

/** Removes the creator and the name from a record. KV deletes it when no file of the upload can appear any more. */
export async function anonymizeUpload(
  kv: KVNamespace,
  uploadId: UploadId,
  opened: Opened,
): Promise<void> {
  const anonymous = JSON.stringify({ ...opened, creatorId: '', name: '' })
  await putWithRetry(kv, openedKey(uploadId), anonymous, { expirationTtl: pendingSeconds })
}

/** Writes which upload a published file is of. */
export async function putFile(kv: KVNamespace, fileId: FileId, uploadId: UploadId): Promise<void> {
  await putWithRetry(kv, fileKey(fileId), uploadId)
}

/** The upload of a published file. */
export async function getUploadOfFile(
  kv: KVNamespace,
  fileId: FileId,
): Promise<UploadId | undefined> {
  return parseValue(UploadId, fileKey(fileId), await kv.get(fileKey(fileId), { cacheTtl }))
}
