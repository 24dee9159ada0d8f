import type { Edge } from '../../../api/client.ts'
import { backoff } from '@reelferry/retry'
import type { KeptDetails } from '../../details/model/details.ts'
import { maxRetries, toFailure } from '../transport/classify-failure.ts'
import type { JobTable } from './job-table.ts'

/** Nothing more is typed for this long, in ms: what there is now is worth a write. KV takes one a second. */
const pauseMs = 1200

/** Brings to the edge what creators say of their videos, as they type, as soon as an upload is open. */
export function createDescribing(
  table: JobTable,
  { edge, wait }: { edge: Pick<Edge, 'editUpload'>; wait: (ms: number) => Promise<void> },
) {
  const saving = new Set<string>()

  /** What the edge does not have yet of a job, and for which upload. */
  function unsaved(jobId: string) {
    const details = table.find(jobId)?.details
    const uploadId = table.handle(jobId)?.uploadId
    return details && uploadId && details.savedFor !== uploadId ? { details, uploadId } : undefined
  }

  /** Saves what is unsaved of a job, once typing pauses, and again until it is saved or refused. */
  async function save(jobId: string): Promise<void> {
    if (saving.has(jobId) || !unsaved(jobId)) return
    saving.add(jobId)
    try {
      for (let failures = 0, refusals = 0; ;) {
        await quiet(jobId)
        const due = unsaved(jobId)
        if (!due) return
        try {
          await send(due)
          table.apply(jobId, { type: 'described', details: due.details, uploadId: due.uploadId })
          failures = refusals = 0
        } catch (error) {
          const most = maxRetries(toFailure(error))
          if (most !== Infinity && refusals++ >= most) return
          await wait(backoff(++failures, Math.random()))
        }
      }
    } finally {
      saving.delete(jobId)
    }
  }

  /** Resolves when nothing has been typed for a while. */
  async function quiet(jobId: string): Promise<void> {
    for (let before: KeptDetails | undefined; ;) {
      before = table.find(jobId)?.details
      await wait(pauseMs)
      if (table.find(jobId)?.details === before) return
    }
  }

  const send = ({ details, uploadId }: NonNullable<ReturnType<typeof unsaved>>) => {
    const { title, description, visibility } = details
    return edge.editUpload(uploadId, { title, description, ...(visibility && { visibility }) })
  }

  /** Sends what is unsaved at once: the job is about to go. */
  function flush(jobId: string): void {
    const due = unsaved(jobId)
    // Nobody is left to be told; the library shows what the edge has.
    if (due) send(due).catch(() => undefined)
  }

  return { save, flush }
}
