import type { UploadId } from '@reelferry/contract'
import { ShortMemory } from '../lib/ttl-cache.ts'
import type { Opened } from './upload-record.ts'
import { getFacts, putSlot } from './store.ts'

/** What of an upload decides whether its calls to VOD are signed. */
export interface Signable {
  opened: Opened
  isDeleted: boolean
}

/** No longer than KV itself may answer what is not so any more. */
const forMs = 30_000

/** Far more than one isolate signs for in that time, at some hundred bytes each. */
const most = 5000

interface Memory {
  known: ShortMemory<UploadId, Signable>
  /** Deleted here. That is final, though KV may go on answering otherwise for a minute. */
  deleted: ShortMemory<UploadId, true>
}

/**
 * What this isolate knows of uploads that are being sent: their record is written once, and need not be
 * read for every call of every one of them. By namespace, of which an isolate has one.
 */
const memories = new WeakMap<KVNamespace, Memory>()

function memoryOf(kv: KVNamespace): Memory {
  let memory = memories.get(kv)
  if (!memory) {
    memory = { known: new ShortMemory(most), deleted: new ShortMemory(most) }
    memories.set(kv, memory)
  }
  return memory
}

/** Remembers what KV holds, for half a minute. `now` in unix ms. */
export function rememberSignable(
  kv: KVNamespace,
  uploadId: UploadId,
  { opened, isDeleted }: Signable,
  now: number,
): Signable {
  const { known, deleted } = memoryOf(kv)
  // It may have been deleted here while it was being read.
  const signable = { opened, isDeleted: isDeleted || deleted.get(uploadId, now) === true }
  known.set(uploadId, signable, now + forMs)
  return signable
}

/** What decides about signing, as this isolate knows it or else KV; `undefined` if it was never opened. */
export async function getSignable(
  kv: KVNamespace,
  uploadId: UploadId,
  now: number,
): Promise<Signable | undefined> {
  const known = memoryOf(kv).known.get(uploadId, now)
  if (known) return known
  const facts = await getFacts(kv, uploadId, ['deleted'])
  if (!facts) return undefined
  const { opened, deleted } = facts
  return rememberSignable(kv, uploadId, { opened, isDeleted: deleted !== undefined }, now)
}

/** Writes that an upload is deleted. From then on this isolate signs nothing of it, whatever KV answers. */
export async function putDeleted(kv: KVNamespace, uploadId: UploadId, now: number): Promise<void> {
  await putSlot(kv, uploadId, 'deleted', { at: now })
  const { known, deleted } = memoryOf(kv)
  deleted.set(uploadId, true, Infinity)
  known.delete(uploadId)
}
