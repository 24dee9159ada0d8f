import { isFileId } from '@reelferry/contract'
import { type Config, sessionSecrets } from '../config.ts'
import { log } from '../lib/log.ts'
import { VodApiError } from '../vod/api.ts'
import type { Notice } from '../vod/events.ts'
import { learn, learnDeletion, putNews } from './sync.ts'
import { getFacts, getUploadOfFile, putDoubted, putFile, putSlot } from './store.ts'
import { verifySourceContext } from './upload-id.ts'

/**
 * Takes a notification that came in by the right door. It is a hint all the same: what it says is
 * asked of VOD before it counts. Only if VOD cannot be asked is the bare fact that a file exists
 * kept, so that the next poll knows what to ask, and a deletion looked into later; and a verdict
 * against a video counts at once.
 * @throws VodApiError what could not be asked; VOD's PULL mode then tells of it again
 */
export async function receive(
  kv: KVNamespace,
  config: Config,
  notice: Notice,
  now: number,
): Promise<void> {
  switch (notice.kind) {
    case 'file-changed':
      return fileChanged(kv, config, notice, now)
    case 'file-reviewed':
      return fileReviewed(kv, config, notice, now)
    case 'files-deleted':
      await filesDeleted(kv, config, notice.fileIds, now)
  }
}

async function fileChanged(
  kv: KVNamespace,
  config: Config,
  { fileId, taskId, context }: Notice & { kind: 'file-changed' },
  now: number,
): Promise<void> {
  if (!isFileId(fileId)) return
  try {
    const learned = await learn(kv, config, { fileId, taskId }, now)
    if (!learned) return
    await putNews(kv, learned, 'event')
    log('notice-confirmed', { uploadId: learned.uploadId })
  } catch (error) {
    if (!(error instanceof VodApiError)) throw error
    const uploadId = await verifySourceContext(sessionSecrets(config), context)
    const facts = uploadId && (await getFacts(kv, uploadId))
    if (!facts) throw error
    if (!facts.uploaded) {
      const uploaded = { fileId, ...(taskId && { taskId }), at: now }
      await putSlot(kv, uploadId, 'uploaded', uploaded, 'event')
      await putFile(kv, fileId, uploadId)
    }
    log('notice-unconfirmed', { uploadId, code: error.code })
  }
}

async function fileReviewed(
  kv: KVNamespace,
  config: Config,
  { fileId, suggestion }: Notice & { kind: 'file-reviewed' },
  now: number,
): Promise<void> {
  const uploadId = isFileId(fileId) && (await getUploadOfFile(kv, fileId))
  if (!isFileId(fileId) || !uploadId) return
  // To take a video down needs no second word; to let it be shown does, and VOD is asked for that.
  const takeDown = async () => {
    if (suggestion !== 'pass')
      await putSlot(kv, uploadId, 'review', { at: now, moderation: suggestion })
  }
  try {
    const learned = await learn(kv, config, { fileId }, now)
    if (learned) await putNews(kv, learned, 'event')
    if (!learned?.facts.review) await takeDown()
  } catch (error) {
    await takeDown()
    throw error
  }
}

async function filesDeleted(
  kv: KVNamespace,
  config: Config,
  fileIds: string[],
  now: number,
): Promise<void> {
  const errors: unknown[] = []
  for (const fileId of fileIds.filter(isFileId)) {
    const uploadId = await getUploadOfFile(kv, fileId)
    if (!uploadId) continue
    try {
      await learnDeletion(kv, config, { uploadId, fileId }, now)
    } catch (error) {
      // Not every VOD tells twice, and what is ready is not asked about again.
      await putDoubted(kv, uploadId)
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
}
