import { FileId, isUploadId, UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import { putWithRetry } from './put-with-retry.ts'

/** Longer than an upload can take. KV then removes the entry automatically. */
export const pendingSeconds = 4 * 24 * 3600

export const pendingPrefix = 'pending/'

/** Metadata of a pending upload that needs a recheck; the stored name is older. */
const PendingMetadata = v.object({ isDoubted: v.literal(true) })

/** A file whose delivery VOD has to stop or resume. Stored as metadata of its key. */
const PendingDelivery = v.object({
  uploadId: UploadId,
  fileId: FileId,
  operation: v.picklist(['forbid', 'recover']),
  /** Unix ms. */
  at: v.number(),
})
export type PendingDelivery = v.InferOutput<typeof PendingDelivery>

/** Uploads of which something is left to do. */
export interface Pending {
  /** Uploads that have not ended, or whose deletion needs a recheck. */
  uploads: { uploadId: UploadId; needsRecheck: boolean }[]
  deliveries: PendingDelivery[]
  files: ExpiringFile[]
}

/**
 * All pending uploads, deliveries and files, by one list operation. At most 1000: uploads and deliveries in no order, then
 * files, those that expire first.
 */
export async function listPending(kv: KVNamespace): Promise<Pending> {
  const { keys } = await kv.list({ prefix: pendingPrefix })
  const pending: Pending = { uploads: [], deliveries: [], files: [] }
  for (const { name, metadata } of keys) {
    const uploadId = name.slice(pendingPrefix.length)
    const file = expiringFileOf(name)
    if (file) pending.files.push(file)
    else if (isUploadId(uploadId))
      pending.uploads.push({ uploadId, needsRecheck: v.is(PendingMetadata, metadata) })
    else {
      const delivery = v.safeParse(PendingDelivery, metadata)
      if (delivery.success) pending.deliveries.push(delivery.output)
    }
  }
  return pending
}

/** VOD may be unavailable for longer than an upload takes. */
const pendingDeliverySeconds = 30 * 24 * 3600
const deliveryKey = (uploadId: UploadId) => `${pendingPrefix}${uploadId}/delivery`

/** Adds a delivery to the pending ones. It replaces an earlier one of the same upload. */
export async function putPendingDelivery(
  kv: KVNamespace,
  delivery: PendingDelivery,
): Promise<void> {
  const options = { metadata: delivery, expirationTtl: pendingDeliverySeconds }
  await putWithRetry(kv, deliveryKey(delivery.uploadId), '', options)
}

/** Removes a delivery that VOD accepted. */
export async function removePendingDelivery(kv: KVNamespace, uploadId: UploadId): Promise<void> {
  await kv.delete(deliveryKey(uploadId))
}

/** A file of a video that is to be deleted at `due` (unix ms), unless it plays then. */
export interface ExpiringFile {
  videoId: UploadId
  uploadId: UploadId
  due: number
}

/** The sign sorts behind all upload ids: files that wait for a month do not hide uploads that wait for VOD. */
const expiringPrefix = `${pendingPrefix}~`

const expiringKey = ({ videoId, uploadId, due }: ExpiringFile) =>
  `${expiringPrefix}${String(due).padStart(16, '0')}/${videoId}/${uploadId}`

function expiringFileOf(name: string): ExpiringFile | undefined {
  if (!name.startsWith(expiringPrefix)) return undefined
  const [due, videoId, uploadId] = name.slice(expiringPrefix.length).split('/')
  return isUploadId(videoId) && isUploadId(uploadId)
    ? { videoId, uploadId, due: Number(due) }
    : undefined
}

/** Adds a file to those that are to be deleted. */
export async function putExpiringFile(kv: KVNamespace, file: ExpiringFile): Promise<void> {
  await putWithRetry(kv, expiringKey(file), '')
}

/** Removes a file from those that are to be deleted. */
export async function removeExpiringFile(kv: KVNamespace, file: ExpiringFile): Promise<void> {
  await kv.delete(expiringKey(file))
}

/** Adds an upload to the pending ones because VOD could not confirm the deletion of its file. */
export async function markForRecheck(kv: KVNamespace, uploadId: UploadId): Promise<void> {
  const metadata: v.InferOutput<typeof PendingMetadata> = { isDoubted: true }
  await putWithRetry(kv, pendingPrefix + uploadId, '', { metadata, expirationTtl: pendingSeconds })
}

/** Adds an upload to the pending ones, so that the sweep syncs it. */
export const addPending = (kv: KVNamespace, uploadId: UploadId): Promise<void> =>
  putWithRetry(kv, pendingPrefix + uploadId, '', { expirationTtl: pendingSeconds })

/** Removes an upload that has ended from the pending ones. */
export async function removePending(kv: KVNamespace, uploadId: UploadId): Promise<void> {
  await kv.delete(pendingPrefix + uploadId)
}
