import { type EditUpload, pollDelaySeconds, type Upload, type UploadId } from '@reelferry/contract'
import { retry } from '@reelferry/retry'
import { computed, onScopeDispose, ref, shallowRef, watchEffect } from 'vue'
import type { Edge } from '../../../api/client.ts'
import { type EdgeError, failureCodeOf } from '../../../api/request.ts'
import { pageVisible } from '../../../platform/page-visible.ts'
import { RecentChanges } from '../model/recent-changes.ts'
import { usePendingDeletion } from './pending-deletion.ts'

type Code = EdgeError['code']

/** The state of the list; `more` if the edge has another page. */
export type ListState = { state: 'loading' | 'complete' | 'more' } | { state: 'failed'; code: Code }

/**
 * A creator's uploads: loaded page by page, or one by its id. At the end of the current scope, all requests and polls
 * end and a pending deletion is executed.
 */
export function useLibrary(
  edge: Pick<Edge, 'uploads' | 'upload' | 'editUpload' | 'deleteUpload'>,
  wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
) {
  const uploads = shallowRef<Upload[]>([])
  /** The upload that was opened by its id, which may not be in the list. */
  const opened = shallowRef<Upload>()
  const list = ref<ListState>({ state: 'loading' })
  /** Why the last edit or deletion of an upload failed. */
  const failures = ref(new Map<UploadId, Code>())
  const changes = new RecentChanges()
  /** The last edit of each upload. The next one waits for it, so that edits reach the edge in order. */
  const edits = new Map<UploadId, Promise<boolean>>()
  const abort = new AbortController()
  onScopeDispose(() => abort.abort())
  const polled = new Set<UploadId>()
  let cursor: string | undefined
  let loading: Promise<number> | undefined

  const deletion = usePendingDeletion(uploads, edge.deleteUpload, (uploadId, error) =>
    failures.value.set(uploadId, failureCodeOf(error)),
  )

  /** Loads the first or the next page. Resolves with the number of new uploads. */
  const loadMore = (): Promise<number> => (loading ??= loadPage())

  async function loadPage(): Promise<number> {
    list.value = { state: 'loading' }
    try {
      const page = await edge.uploads(cursor, abort.signal).finally(() => (loading = undefined))
      // Uploads that were opened since the first page move its last ones to the next page.
      const known = new Set(uploads.value.map(({ uploadId }) => uploadId))
      const added = page.uploads
        .filter(({ uploadId }) => !known.has(uploadId) && !deletion.isRemoved(uploadId))
        .map((upload) => changes.apply(upload, Date.now()))
      uploads.value = [...uploads.value, ...added]
      cursor = page.cursor
      list.value = { state: cursor ? 'more' : 'complete' }
      for (const upload of added) if (upload.status !== 'open') void poll(upload)
      return added.length
    } catch (error) {
      if (!abort.signal.aborted) list.value = { state: 'failed', code: failureCodeOf(error) }
      return 0
    }
  }

  /** Loads one page after the other while `isWanted` is true, until the list is complete or a page fails. */
  function loadWhile(isWanted: () => boolean): void {
    watchEffect(() => {
      if (list.value.state === 'more' && isWanted()) void loadMore()
    })
  }

  /** An upload of the list, or the one that was opened. */
  const find = (uploadId: string): Upload | undefined =>
    [...uploads.value, ...(opened.value ? [opened.value] : [])].find(
      (upload) => upload.uploadId === uploadId,
    )

  /** Loads an upload that is not in the list. Resolves with the reason if that fails. */
  async function open(uploadId: UploadId): Promise<Code | undefined> {
    try {
      const upload = await edge.upload(uploadId)
      opened.value = changes.apply(upload, Date.now())
      void poll(upload)
      return undefined
    } catch (error) {
      return failureCodeOf(error)
    }
  }

  /** Shows the latest state of an upload. */
  function replace(answer: Upload): void {
    const latest = changes.apply(answer, Date.now())
    const isSame = ({ uploadId }: Upload) => uploadId === latest.uploadId
    uploads.value = uploads.value.map((upload) => (isSame(upload) ? latest : upload))
    if (opened.value && isSame(opened.value)) opened.value = latest
  }

  /** Polls the status of an upload until it is final, or until the edge no longer knows the upload. */
  async function poll({ uploadId, retryAfter }: Upload): Promise<void> {
    if (polled.has(uploadId)) return
    polled.add(uploadId)
    try {
      for (let polls = 0; retryAfter > 0; polls++) {
        await wait(pollDelaySeconds(polls, retryAfter) * 1000)
        await pageVisible()
        if (abort.signal.aborted) return
        const latest = await retry(() => edge.upload(uploadId), {
          maxRetries: (error) => (failureCodeOf(error) === 'upload-not-found' ? 0 : Infinity),
          wait,
          signal: abort.signal,
        })
        retryAfter = latest.retryAfter
        replace(latest)
      }
    } catch {
      // The upload is deleted, or the library is closed.
    } finally {
      polled.delete(uploadId)
    }
  }

  /** Changes details of an upload, after its earlier edits. Resolves with whether the edge accepted the change. */
  function edit(uploadId: UploadId, edited: EditUpload): Promise<boolean> {
    const previous = edits.get(uploadId) ?? Promise.resolve(true)
    const next = previous.then(() => sendEdit(uploadId, edited))
    edits.set(uploadId, next)
    return next
  }

  /** Changes details of several uploads. Resolves with the number of those for which the edge accepted the change. */
  async function editAll(group: readonly Upload[], edited: EditUpload): Promise<number> {
    const results = await Promise.all(group.map(({ uploadId }) => edit(uploadId, edited)))
    return results.filter(Boolean).length
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
      failures.value.set(uploadId, failureCodeOf(error))
      return false
    }
  }

  /** Removes uploads. They are deleted unless the deletion is undone in time. */
  function remove(uploadIds: readonly UploadId[]): Upload[] {
    const group = uploadIds.flatMap((uploadId) => find(uploadId) ?? [])
    deletion.remove(group)
    if (opened.value && uploadIds.includes(opened.value.uploadId)) opened.value = undefined
    return group
  }

  return {
    ...{ uploads, list: computed(() => list.value), failures },
    ...{ loadMore, loadWhile, find, open, replace, edit, editAll },
    ...deletion,
    remove,
  }
}

export type Library = ReturnType<typeof useLibrary>
