import type { Job } from './job.ts'
import { jobProgress } from './progress.ts'

/** The progress bar of a job, as it looks. */
export interface Bar {
  /** 0 to 100. */
  percent: number
  /** Share that is compressed, 0 to 100; it is ahead of `percent`. */
  preparedPercent: number
  /** Whether the end is unknown. */
  isUnknown: boolean
  /** Whether only screen readers get the bar, because nothing is in progress. */
  isHidden: boolean
  /** `still` while nothing moves. */
  tone: 'active' | 'still'
}

/** The progress bar of a job. */
export function barOf(job: Job): Bar {
  const { percent } = jobProgress(job)
  const isSending = job.stage === 'uploading' || job.stage === 'paused'
  const encoded = isSending ? (job.transferred.result?.encoded ?? 0) * 100 : 0
  const isStill =
    job.stage === 'paused' ||
    (job.stage === 'uploading' && ['waiting', 'reconnecting'].includes(job.activity))
  return {
    percent,
    preparedPercent: Math.max(percent, encoded),
    isUnknown: job.stage === 'processing',
    isHidden: ['draft', 'ready', 'rejected', 'failed', 'canceled'].includes(job.stage),
    tone: isStill ? 'still' : 'active',
  }
}
