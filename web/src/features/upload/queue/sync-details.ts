import type { Edge } from '../../../api/client.ts'
import { retry, RetryCount } from '@reelferry/retry'
import type { PersistedDetails } from '../../details/model/details.ts'
import { maxRetries, toFailure } from '../transport/classify-failure.ts'
import type { JobTable } from './job-table.ts'

/** Pause in typing, in ms, after which the details are saved. KV accepts one write per second to a key. */
const typingPauseMs = 1200

/** Saves the details of videos at the edge while creators type, as soon as an upload is open. */
export function createDetailsSync(
  table: JobTable,
  { edge, wait }: { edge: Pick<Edge, 'editUpload'>; wait: (ms: number) => Promise<void> },
) {
  const saving = new Set<string>()

  /** The details of a job that the edge does not have yet, and the upload to save them for. */
  function unsavedDetails(jobId: string) {
    const details = table.find(jobId)?.details
    const uploadId = table.runtime(jobId)?.uploadId
    return details && uploadId && details.savedFor !== uploadId ? { details, uploadId } : undefined
  }

  /** Saves the details of a job when typing pauses. Retries until they are saved or refused. */
  async function save(jobId: string): Promise<void> {
    if (saving.has(jobId) || !unsavedDetails(jobId)) return
    saving.add(jobId)
    const count = new RetryCount()
    const saveAll = async () => {
      for (;;) {
        await typingPause(jobId)
        const unsaved = unsavedDetails(jobId)
        if (!unsaved) return
        await send(unsaved)
        table.apply(jobId, { type: 'details-saved', ...unsaved })
        count.reset()
      }
    }
    try {
      await retry(saveAll, { maxRetries: (error) => maxRetries(toFailure(error)), wait, count })
    } catch {
      // The edge refused the details. They are sent again with the next change.
    } finally {
      saving.delete(jobId)
    }
  }

  /** Resolves when the details have not changed for a while. */
  async function typingPause(jobId: string): Promise<void> {
    for (let before: PersistedDetails | undefined; ;) {
      before = table.find(jobId)?.details
      await wait(typingPauseMs)
      if (table.find(jobId)?.details === before) return
    }
  }

  const send = ({ details, uploadId }: NonNullable<ReturnType<typeof unsavedDetails>>) => {
    const { title, description, visibility } = details
    return edge.editUpload(uploadId, { title, description, ...(visibility && { visibility }) })
  }

  /** Sends unsaved details at once, because the job is about to be removed. */
  function flush(jobId: string): void {
    const unsaved = unsavedDetails(jobId)
    // An error cannot be shown without the job. The library shows what the edge has stored.
    if (unsaved) send(unsaved).catch(() => undefined)
  }

  return { save, flush }
}

export type DetailsSync = ReturnType<typeof createDetailsSync>
