import type { UploadId, UploadProgress } from '@reelferry/contract'
import { jobProgress } from '../job/progress.ts'
import type { JobTable } from './job-table.ts'

/** Outside services for reports of progress. */
export interface ProgressServices {
  /** Reports the progress of an upload to the viewers who wait for its video. */
  reportProgress: (uploadId: UploadId, progress: UploadProgress) => Promise<void>
}

/** Milliseconds from the first progress of an upload to its first report: most uploads end before. */
const firstReportMs = 10_000

/** Milliseconds between two reports. The edge shows a report for three times as long. */
const reportIntervalMs = 30_000

/**
 * Reports the progress of a job that has just changed, if a report is due. A failure is ignored, because the next report
 * follows.
 * @param now in ms, of a clock that never goes back
 */
export function reportToViewers(
  { table, reportProgress }: ProgressServices & { table: JobTable },
  jobId: string,
  now: number,
): void {
  const job = table.find(jobId)
  const runtime = table.runtime(jobId)
  if (job?.stage !== 'uploading' || !runtime?.uploadId) return
  runtime.nextReportAt ??= now + firstReportMs
  if (now < runtime.nextReportAt) return
  runtime.nextReportAt = now + reportIntervalMs
  const { percent, remainingSeconds } = jobProgress(job)
  reportProgress(runtime.uploadId, {
    percent: Math.floor(percent),
    ...(remainingSeconds !== undefined && { secondsLeft: Math.round(remainingSeconds) }),
  }).catch(() => undefined)
}
