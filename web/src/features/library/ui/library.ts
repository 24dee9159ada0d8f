import type { EditUpload, Upload, UploadId } from '@reelferry/contract'
import { onScopeDispose, ref, shallowRef } from 'vue'
import { type Edge, EdgeError } from '../../../api/client.ts'
import { backoff } from '@reelferry/retry'
import { RecentChanges } from '../model/recent-changes.ts'

/** How the list of uploads is doing. */
export type ListState = { state: 'loading' | 'complete' | 'more' } | { state: 'failed'; code: Code }
type Code = EdgeError['code']

const codeOf = (error: unknown): Code => (error instanceof EdgeError ? error.code : 'unexpected')

/** How long a deletion can be taken back, in ms. */
const undoMs = 10_000

/** A creator's uploads, page after page. Ends with its component, which deletes what is still to be deleted. */
export function useLibrary(
  edge: Pick<Edge, 'uploads' | 'upload' | 'editUpload' | 'deleteUpload'>,
  wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
) {
  const uploads = shallowRef<Upload[]>([])
  const list = ref<ListState>({ state: 'loading' })
  /** Deleted for whoever looks, but not at the edge yet. */
  const pending = shallowRef<{ upload: Upload; index: number }>()
  const troubles = ref(new Map<UploadId, Code>())
  const changes = new RecentChanges()
  /** The last edit of each upload: who writes before it is done may be overtaken by it. */
  const edits = new Map<UploadId, Promise<boolean>>()
  const abort = new AbortController()
  let cursor: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Loads the next page, or the first. Returns how many have come. */
  async function loadMore(): Promise<number> {
    list.value = { state: 'loading' }
    try {
      const page = await edge.uploads(cursor, abort.signal)
      // What was opened since the first page would push the last of it into the next.
      const known = new Set(uploads.value.map(({ uploadId }) => uploadId))
      const fresh = page.uploads.filter(({ uploadId }) => !known.has(uploadId))
      uploads.value = [...uploads.value, ...fresh]
      cursor = page.cursor
      list.value = { state: cursor ? 'more' : 'complete' }
      for (const upload of fresh) if (upload.status !== 'open') void follow(upload)
      return fresh.length
    } catch (error) {
      if (!abort.signal.aborted) list.value = { state: 'failed', code: codeOf(error) }
      return 0
    }
  }

  const replace = (answer: Upload) => {
    const next = changes.correct(answer, Date.now())
    uploads.value = uploads.value.map((one) => (one.uploadId === next.uploadId ? next : one))
  }

  /** Asks again what becomes of an upload, until that is known for good. */
  async function follow({ uploadId, retryAfter }: Upload): Promise<void> {
    for (let failures = 0; retryAfter > 0;) {
      await wait(failures > 0 ? backoff(failures, Math.random()) : retryAfter * 1000)
      if (abort.signal.aborted) return
      try {
        const latest = await edge.upload(uploadId)
        retryAfter = latest.retryAfter
        failures = 0
        replace(latest)
      } catch (error) {
        if (codeOf(error) === 'upload-not-found') return
        failures++
      }
    }
  }

  /** Changes what is said of an upload, after what was changed before. Resolves with whether the edge took it. */
  function edit(uploadId: UploadId, edited: EditUpload): Promise<boolean> {
    const before = edits.get(uploadId) ?? Promise.resolve(true)
    const turn = before.then(() => change(uploadId, edited))
    edits.set(uploadId, turn)
    return turn
  }

  async function change(uploadId: UploadId, edited: EditUpload): Promise<boolean> {
    try {
      const whole = changes.complete(uploadId, edited, Date.now())
      const answer = await edge.editUpload(uploadId, whole)
      changes.note(edited, answer, Date.now())
      replace(answer)
      troubles.value.delete(uploadId)
      return true
    } catch (error) {
      troubles.value.set(uploadId, codeOf(error))
      return false
    }
  }

  /** Takes an upload off the list; it is deleted unless that is taken back in time. */
  function remove(uploadId: UploadId): void {
    flush()
    const index = uploads.value.findIndex((one) => one.uploadId === uploadId)
    const upload = uploads.value[index]
    if (!upload) return
    uploads.value = uploads.value.toSpliced(index, 1)
    pending.value = { upload, index }
    resumeUndo()
  }

  function undo(): void {
    clearTimeout(timer)
    if (pending.value) putBack(pending.value)
    pending.value = undefined
  }

  const putBack = ({ upload, index }: { upload: Upload; index: number }) => {
    uploads.value = uploads.value.toSpliced(index, 0, upload)
  }

  /** Who is about to press the button gets the time to. */
  const holdUndo = () => clearTimeout(timer)
  function resumeUndo(): void {
    clearTimeout(timer)
    if (pending.value) timer = setTimeout(flush, undoMs)
  }

  /** Deletes at the edge what has been taken off the list. */
  function flush(): void {
    clearTimeout(timer)
    const due = pending.value
    pending.value = undefined
    if (!due) return
    const { uploadId } = due.upload
    edge.deleteUpload(uploadId).catch((error: unknown) => {
      putBack(due)
      troubles.value.set(uploadId, codeOf(error))
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
    abort.abort()
  })

  return {
    ...{ uploads, list, pending, troubles },
    ...{ loadMore, edit, remove, undo, holdUndo, resumeUndo },
  }
}
