import type { Upload, UploadId } from '@reelferry/contract'
import { onScopeDispose, type ShallowRef, shallowRef } from 'vue'

/** How long a deletion can be undone, in milliseconds. */
const undoMs = 10_000

/** A removed upload with its former position in the list; -1 if it was not in the list. */
export interface Removed {
  upload: Upload
  index: number
}

/**
 * Deletes groups of uploads with a delay in which the deletion can be undone. Deletes at once when another deletion
 * follows, when the page is hidden, and when the current scope ends.
 * @param uploads the list from which deleted uploads are removed
 * @param onFailure called when a deletion fails and its upload is back in the list
 */
export function usePendingDeletion(
  uploads: ShallowRef<Upload[]>,
  deleteUpload: (uploadId: UploadId) => Promise<void>,
  onFailure: (uploadId: UploadId, error: unknown) => void,
) {
  /** The deletion that can be undone. */
  const pending = shallowRef<readonly Removed[]>()
  /** Uploads that are pending or deleted. The edge may still list them for a minute. */
  const removed = new Set<UploadId>()
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Removes uploads from the list. They are deleted unless `undo` is called in time. */
  function remove(group: readonly Upload[]): void {
    flush()
    if (group.length === 0) return
    const ids = new Set(group.map(({ uploadId }) => uploadId))
    pending.value = group
      .map((upload) => ({
        upload,
        index: uploads.value.findIndex(({ uploadId }) => uploadId === upload.uploadId),
      }))
      .toSorted((a, b) => a.index - b.index)
    uploads.value = uploads.value.filter(({ uploadId }) => !ids.has(uploadId))
    for (const uploadId of ids) removed.add(uploadId)
    resumeUndo()
  }

  function undo(): void {
    clearTimeout(timer)
    pending.value?.forEach(restore)
    pending.value = undefined
  }

  /** Puts an upload back. The items of a group are restored from first to last, so that their positions are right. */
  function restore({ upload, index }: Removed): void {
    removed.delete(upload.uploadId)
    const older = uploads.value.findIndex(({ openedAt }) => openedAt < upload.openedAt)
    const position = index !== -1 ? index : older !== -1 ? older : uploads.value.length
    uploads.value = uploads.value.toSpliced(position, 0, upload)
  }

  /** Stops the time for undo while the pointer or the focus is on its button. */
  const holdUndo = () => clearTimeout(timer)
  function resumeUndo(): void {
    clearTimeout(timer)
    if (pending.value) timer = setTimeout(flush, undoMs)
  }

  /** Deletes the pending uploads at the edge. All requests start at once, because the page may be about to close. */
  function flush(): void {
    clearTimeout(timer)
    const group = pending.value ?? []
    pending.value = undefined
    for (const item of group) {
      const { uploadId } = item.upload
      deleteUpload(uploadId).catch((error: unknown) => {
        restore(item)
        onFailure(uploadId, error)
      })
    }
  }

  const flushWhenHidden = () => {
    if (document.visibilityState === 'hidden') flush()
  }
  document.addEventListener('visibilitychange', flushWhenHidden)
  window.addEventListener('pagehide', flush)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', flushWhenHidden)
    window.removeEventListener('pagehide', flush)
    flush()
  })

  const isRemoved = (uploadId: UploadId) => removed.has(uploadId)

  return { pending, isRemoved, remove, undo, holdUndo, resumeUndo }
}
