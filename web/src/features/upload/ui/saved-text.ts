import { tQueue } from '../../../i18n/chunks/queue.ts'
import type { Job } from '../job/job.ts'

/** Where the details of a job are stored; `undefined` if the creator has entered none. */
export function savedText(job: Job): string | undefined {
  const { details } = job
  if (!details) return undefined
  if (!('uploadId' in job) || !job.uploadId) return tQueue('detailsPersisted')
  return tQueue(details.savedFor === job.uploadId ? 'detailsSaved' : 'detailsSaving')
}
