import type { EditUpload, Upload, UploadId } from '@reelferry/contract'
import { retry } from '@reelferry/retry'
import { onScopeDispose, ref, shallowRef } from 'vue'
import { type Edge, EdgeError } from '../../../api/client.ts'
import { RecentChanges } from '../model/recent-changes.ts'
import { usePendingDeletion } from './pending-deletion.ts'

type Code = EdgeError['code']

/** The state of the list; `more` if the edge has another page. */
export type ListState = { state: 'loading' | 'complete' | 'more' } | { state: 'failed'; code: Code }

const codeOf = (error: unknown): Code => (error instanceof EdgeError ? error.code : 'unexpected')

/**
 * A creator's uploads, loaded page by page. At the end of the current scope, all requests and polls end and a pending
 * deletion is executed.
 */
export function useLibrary(
  edge: Pick<Edge, 'uploads' | 'upload' | 'editUpload' | 'deleteUpload'>,
  wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
) {
  const uploads = shallowRef<Upload[]>([])
  const list = ref<ListState>({ state: 'loading' })
  /** Why the last edit or deletion of an upload failed. */
  const failures = ref(new Map<UploadId, Code>())
  const changes = new RecentChanges()
  /** The last edit of each upload. The next one waits for it, so that edits reach the edge in order. */
  const edits = new Map<UploadId, Promise<boolean>>()
  const abort = new AbortController()
  onScopeDispose(() => abort.abort())
  let cursor: string | undefined

  /** Loads the first or the next page. Resolves with the number of new uploads. */
  async function loadMore(): Promise<number> {
    list.value = { state: 'loading' }
    try {
      const page = await edge.uploads(cursor, abort.signal)
      // Uploads that were opened since the first page move its last ones to the next page.
      const known = new Set(uploads.value.map(({ uploadId }) => uploadId))
      const added = page.uploads.filter(({ uploadId }) => !known.has(uploadId))
      uploads.value = [...uploads.value, ...added]
      cursor = page.cursor
      list.value = { state: cursor ? 'more' : 'complete' }
      for (const upload of added) if (upload.status !== 'open') void poll(upload)
      return added.length
    } catch (error) {
      if (!abort.signal.aborted) list.value = { state: 'failed', code: codeOf(error) }
      return 0
    }
  }

  const replace = (answer: Upload) => {
    const latest = changes.apply(answer, Date.now())
    uploads.value = uploads.value.map((upload) =>
      upload.uploadId === latest.uploadId ? latest : upload,
    )
  }

  /** Polls the status of an upload until it is final, or until the edge no longer knows the upload. */
  async function poll({ uploadId, retryAfter }: Upload): Promise<void> {
    try {
      while (retryAfter > 0) {
        await wait(retryAfter * 1000)
        if (abort.signal.aborted) return
        const latest = await retry(() => edge.upload(uploadId), {
          maxRetries: (error) => (codeOf(error) === 'upload-not-found' ? 0 : Infinity),
          wait,
          signal: abort.signal,
        })
        retryAfter = latest.retryAfter
        replace(latest)
      }
    } catch {
      // The upload is deleted, or the library is closed.
    }
  }

  /** Changes details of an upload, after its earlier edits. Resolves with whether the edge accepted the change. */
  function edit(uploadId: UploadId, edited: EditUpload): Promise<boolean> {
    const previous = edits.get(uploadId) ?? Promise.resolve(true)
    const next = previous.then(() => sendEdit(uploadId, edited))
    edits.set(uploadId, next)
    return next
  }

  async function sendEdit(uploadId: UploadId, edited: EditUpload): Promise<boolean> {
    try {
      const request = changes.complete(uploadId, edited, Date.now())
      const answer = await edge.editUpload(uploadId, request)
      changes.add(edited, answer, Date.now())
      replace(answer)
      failures.value.delete(uploadId)
      return true
    } catch (error) {
      failures.value.set(uploadId, codeOf(error))
      return false
    }
  }

  const deletion = usePendingDeletion(uploads, edge.deleteUpload, (uploadId, error) =>
    failures.value.set(uploadId, codeOf(error)),
  )

  return { uploads, list, failures, loadMore, edit, ...deletion }
}
