import type { Job } from './job.ts'

/** How far a job is on the whole line from its first byte to playable. */
export interface JobProgress {
  /** 0 to 100; 100 only when it can be played. */
  percent: number
  /** Seconds until all is sent; `undefined` while unknown or when it does not depend on sending. */
  timeLeft: number | undefined
}

/** What of the bar belongs to sending; the rest are VOD's own steps, whose length nobody knows. */
const sending = 95
const committing = 96
const processing = 98

/** A job's place on its one progress bar. */
export function jobProgress(job: Job): JobProgress {
  switch (job.stage) {
    case 'uploading':
    case 'paused': {
      const { sentBytes, timeLeft } = job.transferred
      const percent = job.source.size > 0 ? (sentBytes / job.source.size) * sending : 0
      return { percent, timeLeft: job.stage === 'paused' ? undefined : timeLeft }
    }
    case 'committing':
      return { percent: committing, timeLeft: undefined }
    case 'processing':
      return { percent: processing, timeLeft: undefined }
    case 'ready':
    case 'rejected':
      return { percent: 100, timeLeft: undefined }
    default:
      return { percent: 0, timeLeft: undefined }
  }
}
