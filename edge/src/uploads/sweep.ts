import { isFileId, type UploadId } from '@reelferry/contract'
import { type Config, sessionSecrets } from '../config.ts'
import { log } from '../lib/log.ts'
import { searchMedia, VodApiError } from '../vod/api.ts'
import { type Known, learn, learnDeletion, putNews, refresh } from './sync.ts'
import type { Facts } from './upload-record.ts'
import { isAbandoned, isFinal, statusOf } from './status.ts'
import { forgetPending, getFacts, listPending } from './store.ts'
import { verifySourceContext } from './upload-id.ts'

/** Of a free Worker's 50 outgoing calls, what one upload may need is three. */
const mostLookedAt = 12

/** So long, an upload may simply be under way. */
const quietAfterMs = 5 * 60 * 1000

/** Whether another device may still publish what its creator has deleted here. */
const mayComeAfterAll = ({ opened, uploaded, deleted }: Facts, now: number) =>
  deleted !== undefined && !uploaded?.media && !isAbandoned(opened, now)

/**
 * Looks after uploads that nobody polls, a few at random each time: asks VOD about those whose file is
 * known, finds the files of those whose notification was lost, and forgets those that have come to
 * an end, unless VOD has yet to say whether that was their deletion. What was deleted is looked for
 * too, to be deleted at VOD, for as long as it may come.
 */
export async function sweep(kv: KVNamespace, config: Config, now: number): Promise<void> {
  const pending = sample(await listPending(kv), mostLookedAt)
  const unheard: Known[] = []
  let ended = 0
  for (const { uploadId, isDoubted } of pending) {
    const facts = await getFacts(kv, uploadId)
    if (isDoubted && facts && !(await settle(kv, config, { uploadId, facts }, now))) continue
    const isDone = facts && isFinal(statusOf(facts, now)) && !mayComeAfterAll(facts, now)
    if (!facts || isDone) {
      await forgetPending(kv, uploadId)
      ended++
    } else if (facts.uploaded && !facts.deleted) {
      const writes: Promise<void>[] = []
      const { fileId } = facts.uploaded
      await refresh(kv, config, { uploadId, facts, fileId }, now, (work) => writes.push(work))
      await Promise.all(writes)
    } else if (now - facts.opened.openedAt > quietAfterMs) unheard.push({ uploadId, facts })
  }
  if (unheard.length > 0) await find(kv, config, unheard, now)
  log('swept', { looked: pending.length, ended, unheard: unheard.length })
}

/** Settles whether an upload's file was deleted. Resolves with whether VOD could be asked. */
async function settle(
  kv: KVNamespace,
  config: Config,
  { uploadId, facts: { uploaded, deleted } }: Known,
  now: number,
): Promise<boolean> {
  if (!uploaded || deleted) return true
  try {
    await learnDeletion(kv, config, { uploadId, fileId: uploaded.fileId }, now)
    return true
  } catch (error) {
    if (!(error instanceof VodApiError)) throw error
    log('vod-unavailable', { uploadId, code: error.code })
    return false
  }
}

/** Looks through what VOD has published since the oldest of these uploads was opened. */
async function find(kv: KVNamespace, config: Config, unheard: Known[], now: number): Promise<void> {
  const since = Math.min(...unheard.map(({ facts }) => facts.opened.openedAt))
  const wanted = new Set<UploadId>(unheard.map(({ uploadId }) => uploadId))
  try {
    for (const { FileId, BasicInfo } of await searchMedia(config, since)) {
      const context = BasicInfo.SourceInfo?.SourceContext
      const uploadId = await verifySourceContext(sessionSecrets(config), context)
      if (!uploadId || !wanted.has(uploadId) || !isFileId(FileId)) continue
      const learned = await learn(kv, config, { fileId: FileId, uploadId }, now)
      if (learned) await putNews(kv, learned)
    }
  } catch (error) {
    if (!(error instanceof VodApiError)) throw error
    log('vod-unavailable', { code: error.code })
  }
}

function sample<T>(all: T[], count: number): T[] {
  return all
    .map((one) => ({ one, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ one }) => one)
}
