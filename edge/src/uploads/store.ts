import { type FileId, isUploadId, UploadId } from '@reelferry/contract'
import { retry } from '@reelferry/retry'
import * as v from 'valibot'
import { log } from '../lib/log.ts'
import { type Facts, Opened, type Slot, slots } from './upload-record.ts'
import { type Heard, Outline, outlineOpened, outlineSlot } from './record-summary.ts'

/** KV's own minimum: how long a location may answer from its cache. */
const cacheTtl = 30

const slotNames = Object.keys(slots) as Slot[]

const openedKey = (uploadId: UploadId) => `upload/${uploadId}`
const slotKey = (uploadId: UploadId, slot: Slot) => `upload/${uploadId}/${slot}`
const fileKey = (fileId: FileId) => `file/${fileId}`

const creatorPrefix = (creatorId: string) => `creator/${creatorId}/`

/** Newest first in KV's alphabetical order: the time counts down. */
const creatorKey = (creatorId: string, openedAt: number, uploadId: UploadId) =>
  `${creatorPrefix(creatorId)}${String(Number.MAX_SAFE_INTEGER - openedAt).padStart(16, '0')}/${uploadId}`

/** A record that does not fit its schema counts as absent, and is said to the operator. */
function parseRecord<const S extends v.GenericSchema>(
  schema: S,
  key: string,
  record: unknown,
): v.InferOutput<S> | undefined {
  if (record === null || record === undefined) return undefined
  const result = v.safeParse(schema, record)
  if (result.success) return result.output
  log('kv-record-invalid', { key })
  return undefined
}

/** Writes what was opened. Must be awaited before the id is told to anyone: KV caches misses. */
export async function putOpened(
  kv: KVNamespace,
  uploadId: UploadId,
  opened: Opened,
): Promise<void> {
  const { creatorId, name, size, openedAt } = opened
  await Promise.all([
    kv.put(openedKey(uploadId), JSON.stringify(opened), { metadata: outlineOpened(opened) }),
    kv.put(pendingPrefix + uploadId, '', { expirationTtl: pendingSeconds }),
    kv.put(creatorKey(creatorId, openedAt, uploadId), '', {
      // KV takes 1024 bytes of metadata; a name has at most 255 characters of 3 bytes each.
      metadata: { name, size },
    }),
  ])
}

/**
 * The facts of an upload, in one bulk read: all, or those of some slots only, since each key read is
 * billed. `undefined` if it was never opened.
 */
export async function getFacts(
  kv: KVNamespace,
  uploadId: UploadId,
  wanted: readonly Slot[] = slotNames,
): Promise<Facts | undefined> {
  const keys = [openedKey(uploadId), ...wanted.map((slot) => slotKey(uploadId, slot))]
  const records = await kv.get<unknown>(keys, { type: 'json', cacheTtl })
  const opened = parseRecord(Opened, openedKey(uploadId), records.get(openedKey(uploadId)))
  if (!opened) return undefined
  const filled = wanted.map((slot) => {
    const key = slotKey(uploadId, slot)
    return [slot, parseRecord(slots[slot], key, records.get(key))] as const
  })
  return { opened, ...Object.fromEntries(filled.filter(([, fact]) => fact !== undefined)) }
}

/** Longer than anything can still come of an upload; then KV forgets it by itself. */
const pendingSeconds = 4 * 24 * 3600

const pendingPrefix = 'pending/'

const Pending = v.object({ isDoubted: v.literal(true) })

/** Uploads that have not come to an end, or whose end is in doubt; 1000 at most, in no order. */
export async function listPending(
  kv: KVNamespace,
): Promise<{ uploadId: UploadId; isDoubted: boolean }[]> {
  const { keys } = await kv.list({ prefix: pendingPrefix })
  return keys.flatMap(({ name, metadata }) => {
    const uploadId = name.slice(pendingPrefix.length)
    return isUploadId(uploadId) ? [{ uploadId, isDoubted: v.is(Pending, metadata) }] : []
  })
}

/** Puts an upload back on the list whose file VOD is said to have deleted, when VOD could not be asked. */
export async function putDoubted(kv: KVNamespace, uploadId: UploadId): Promise<void> {
  const metadata: v.InferOutput<typeof Pending> = { isDoubted: true }
  await putPatiently(kv, pendingPrefix + uploadId, '', { metadata, expirationTtl: pendingSeconds })
}

/** Takes an upload that has come to an end off the list. */
export async function forgetPending(kv: KVNamespace, uploadId: UploadId): Promise<void> {
  await kv.delete(pendingPrefix + uploadId)
}

/** How many uploads one page of a library shows. */
export const pageSize = 20

/** A creator's uploads, newest first, by one list operation. `openedAt` in unix ms. */
export async function listOpened(
  kv: KVNamespace,
  creatorId: string,
  limit: number,
  cursor?: string,
): Promise<{ uploads: { uploadId: UploadId; openedAt: number }[]; cursor: string | undefined }> {
  const prefix = creatorPrefix(creatorId)
  const page = await kv.list({ prefix, limit, ...(cursor && { cursor }) })
  const uploads = page.keys.flatMap(({ name }) => {
    const [inverseTime, uploadId] = name.slice(prefix.length).split('/')
    return isUploadId(uploadId)
      ? [{ uploadId, openedAt: Number.MAX_SAFE_INTEGER - Number(inverseTime) }]
      : []
  })
  return { uploads, cursor: page.list_complete ? undefined : page.cursor }
}

/** How many of these uploads, 100 at most, are under way: VOD has not told of them, and nobody has deleted them. */
export async function countUnsent(kv: KVNamespace, uploadIds: UploadId[]): Promise<number> {
  let left = uploadIds
  for (const slot of ['uploaded', 'deleted'] as const) {
    if (left.length === 0) return 0
    const keyOf = (uploadId: UploadId) => slotKey(uploadId, slot)
    const records = await kv.get(left.map(keyOf), { cacheTtl })
    left = left.filter((uploadId) => records.get(keyOf(uploadId)) === null)
  }
  return left.length
}

/** KV takes one write a second to a key, and refuses more with 429. */
const writeIntervalMs = 1100
const writeAttempts = 5

/**
 * Writes what is the same whenever it is written, waiting where KV refuses. What a creator changes is not: who sends a
 * change waits for the answer to the one before.
 */
async function putPatiently(
  kv: KVNamespace,
  key: string,
  value: string,
  options: KVNamespacePutOptions = {},
): Promise<void> {
  await retry(() => kv.put(key, value, options), {
    maxRetries: () => writeAttempts - 1,
    delay: () => writeIntervalMs,
  })
}

/** Fills one slot. Idempotent: the same fact again is the same record again. */
export async function putSlot<S extends Slot>(
  kv: KVNamespace,
  uploadId: UploadId,
  slot: S,
  fact: NonNullable<Facts[S]>,
  by?: Heard,
): Promise<void> {
  const metadata = outlineSlot(slot, fact, by)
  await putPatiently(kv, slotKey(uploadId, slot), JSON.stringify(fact), { metadata })
}

/** One record of an upload, outlined. */
export interface OutlinedRecord {
  uploadId: UploadId
  slot: Slot | 'opened'
  outline: Outline
}

const uploadPrefix = 'upload/'

/** The records of all uploads, by one list operation: a thousand of them, those of one upload in a row. */
export async function listOutlines(
  kv: KVNamespace,
  cursor: string | undefined,
): Promise<{ records: OutlinedRecord[]; cursor: string | undefined }> {
  const page = await kv.list({ prefix: uploadPrefix, ...(cursor && { cursor }) })
  const records = page.keys.flatMap(({ name, metadata }) => {
    const [id, slot = 'opened'] = name.slice(uploadPrefix.length).split('/')
    const outline = v.safeParse(Outline, metadata)
    const isKnown = slot === 'opened' || slot in slots
    return isUploadId(id) && isKnown && outline.success
      ? [{ uploadId: id, slot: slot as Slot | 'opened', outline: outline.output }]
      : []
  })
  return { records, cursor: page.list_complete ? undefined : page.cursor }
}

/** Deletes all that is known of an upload, but for its place among its creator's. */
export async function forgetUpload(
  kv: KVNamespace,
  uploadId: UploadId,
  fileId: FileId | undefined,
): Promise<void> {
  await Promise.all([
    kv.delete(openedKey(uploadId)),
    ...slotNames.map((slot) => kv.delete(slotKey(uploadId, slot))),
    forgetPending(kv, uploadId),
    fileId && kv.delete(fileKey(fileId)),
  ])
}

/** Takes an upload out of its creator's list. */
export async function forgetCreatorsUpload(
  kv: KVNamespace,
  creatorId: string,
  openedAt: number,
  uploadId: UploadId,
): Promise<void> {
  await kv.delete(creatorKey(creatorId, openedAt, uploadId))
}

/** Forgets whose an upload was, and the rest of it once nothing can come of it any more. */
export async function putNobodys(
  kv: KVNamespace,
  uploadId: UploadId,
  opened: Opened,
): Promise<void> {
  const nobodys = JSON.stringify({ ...opened, creatorId: '', name: '' })
  await putPatiently(kv, openedKey(uploadId), nobodys, { expirationTtl: pendingSeconds })
}

/** Remembers which upload a published file came from. */
export async function putFile(kv: KVNamespace, fileId: FileId, uploadId: UploadId): Promise<void> {
  await putPatiently(kv, fileKey(fileId), uploadId)
}

/** The upload a published file came from. */
export async function getUploadOfFile(
  kv: KVNamespace,
  fileId: FileId,
): Promise<UploadId | undefined> {
  return parseRecord(UploadId, fileKey(fileId), await kv.get(fileKey(fileId), { cacheTtl }))
}
