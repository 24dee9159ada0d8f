import type { Job } from './job.ts'

/** How far a job is on the whole line from its first byte to playable. */
export interface JobProgress {
  /** 0 to 100; 100 only when VOD is done with it: it can be played, or was rejected. */
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
      const { sentBytes, timeLeft, result } = job.transferred
      const size = result?.totalBytes ?? job.source.size
      const sent = size > 0 ? Math.min(1, sentBytes / size) : 0
      // Compressing and sending go on at the same time, and each is half of the way.
      const percent = (result ? (result.encoded + sent) / 2 : sent) * sending
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

/** Stages that count in the total, because something of them is still awaited. */
const underWay: Job['stage'][] = ['uploading', 'paused', 'committing', 'processing']

/**
 * How far all jobs under way are together, each by its size: 0 to 100, or `undefined` if there is
 * none. What is published already counts as done, for as long as others are under way.
 */
export function totalPercent(jobs: readonly Job[]): number | undefined {
  if (!jobs.some(({ stage }) => underWay.includes(stage))) return undefined
  const counted = jobs.filter(({ stage }) => stage === 'ready' || underWay.includes(stage))
  const size = counted.reduce((sum, job) => sum + job.source.size, 0)
  const done = counted.reduce((sum, job) => sum + job.source.size * jobProgress(job).percent, 0)
  return size > 0 ? done / size : 0
}
