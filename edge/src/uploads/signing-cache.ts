import type { UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import type { RequestContext } from '../context.ts'
import { getCached, putCached } from '../lib/location-cache.ts'
import { TtlCache } from '../lib/ttl-cache.ts'
import { deletePreviews } from './own-previews.ts'
import { getDeleted, getRecord, putSlot } from './store.ts'
import { Opened } from './upload-record.ts'

/** The part of a record that decides whether the Worker signs a call to VOD. */
export interface SigningState {
  opened: Opened
  isDeleted: boolean
}

/** The opened upload never changes, so a location need not read it for every call. */
const cacheKey = (uploadId: UploadId) => `opened/${uploadId}`

/** As long as an upload usually takes, in seconds. */
const openedTtl = 3600

/** As long as KV itself may answer an old state. */
const ttlMs = 30_000

/** Far more uploads than one isolate signs within the TTL. An entry has some hundred bytes. */
const maxEntries = 5000

interface IsolateCache {
  states: TtlCache<UploadId, SigningState>
  /** Uploads deleted by this isolate. That is final, although KV may answer an old state for a minute. */
  deleted: TtlCache<UploadId, true>
}

/**
 * Signing states of uploads in progress. Their record is written once, so it need not be read for every call. An
 * isolate has one namespace.
 */
const caches = new WeakMap<KVNamespace, IsolateCache>()

function cacheOf(kv: KVNamespace): IsolateCache {
  let cache = caches.get(kv)
  if (!cache) {
    cache = { states: new TtlCache(maxEntries), deleted: new TtlCache(maxEntries) }
    caches.set(kv, cache)
  }
  return cache
}

/** Caches the state that KV holds. */
export async function cacheSigningState(
  { kv, now }: RequestContext,
  uploadId: UploadId,
  { opened, isDeleted }: SigningState,
): Promise<SigningState> {
  const { states, deleted } = cacheOf(kv)
  // The upload may have been deleted while its record was read.
  const state = { opened, isDeleted: isDeleted || deleted.get(uploadId, now()) === true }
  states.set(uploadId, state, now() + ttlMs)
  await putCached(cacheKey(uploadId), opened, openedTtl)
  return state
}

/** An opened upload from the cache of this location, without an operation of KV. */
export async function getCachedOpened(uploadId: UploadId): Promise<Opened | undefined> {
  const known = v.safeParse(Opened, await getCached(cacheKey(uploadId)))
  return known.success ? known.output : undefined
}

/** The signing state from this isolate's cache, else from KV. `undefined` if the upload was never opened. */
export async function getSigningState(
  context: RequestContext,
  uploadId: UploadId,
): Promise<SigningState | undefined> {
  const cached = cacheOf(context.kv).states.get(uploadId, context.now())
  if (cached) return cached
  const known = await getCachedOpened(uploadId)
  const record = known
    ? { opened: known, deleted: await getDeleted(context.kv, uploadId) }
    : await getRecord(context.kv, uploadId, ['deleted'])
  if (!record) return undefined
  const { opened, deleted } = record
  return cacheSigningState(context, uploadId, { opened, isDeleted: deleted !== undefined })
}

/**
 * Writes that an upload is deleted, and deletes its image. This isolate then signs no call for it, even if KV answers an
 * old state.
 */
export async function putDeleted({ kv, now }: RequestContext, uploadId: UploadId): Promise<void> {
  await Promise.all([putSlot(kv, uploadId, 'deleted', { at: now() }), deletePreviews(kv, uploadId)])
  const { states, deleted } = cacheOf(kv)
  deleted.set(uploadId, true, Infinity)
  states.delete(uploadId)
}
