import type { Upload, UploadId } from '@reelferry/contract'
import { onScopeDispose, type ShallowRef, shallowRef } from 'vue'

/** How long a deletion can be undone, in milliseconds. */
const undoMs = 10_000

/**
 * Deletes uploads with a delay in which the deletion can be undone. Deletes at once when another deletion follows, when
 * the page is hidden, and when the current scope ends.
 * @param uploads the list from which a deleted upload is removed
 * @param onFailure called when a deletion fails and its upload is back in the list
 */
export function usePendingDeletion(
  uploads: ShallowRef<Upload[]>,
  deleteUpload: (uploadId: UploadId) => Promise<void>,
  onFailure: (uploadId: UploadId, error: unknown) => void,
) {
  /** The deletion that can be undone, with the former position of its upload. */
  const pending = shallowRef<{ upload: Upload; index: number }>()
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Removes an upload from the list. It is deleted unless `undo` is called in time. */
  function remove(uploadId: UploadId): void {
    flush()
    const index = uploads.value.findIndex((upload) => upload.uploadId === uploadId)
    const upload = uploads.value[index]
    if (!upload) return
    uploads.value = uploads.value.toSpliced(index, 1)
    pending.value = { upload, index }
    resumeUndo()
  }

  function undo(): void {
    clearTimeout(timer)
    if (pending.value) restore(pending.value)
    pending.value = undefined
  }

  const restore = ({ upload, index }: { upload: Upload; index: number }) => {
    uploads.value = uploads.value.toSpliced(index, 0, upload)
  }

  /** Stops the time for undo while the pointer or the focus is on its button. */
  const holdUndo = () => clearTimeout(timer)
  function resumeUndo(): void {
    clearTimeout(timer)
    if (pending.value) timer = setTimeout(flush, undoMs)
  }

  /** Deletes the pending upload at the edge. */
  function flush(): void {
    clearTimeout(timer)
    const deletion = pending.value
    pending.value = undefined
    if (!deletion) return
    const { uploadId } = deletion.upload
    deleteUpload(uploadId).catch((error: unknown) => {
      restore(deletion)
      onFailure(uploadId, error)
    })
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

  return { pending, remove, undo, holdUndo, resumeUndo }
}
