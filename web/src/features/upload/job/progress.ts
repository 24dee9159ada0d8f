import type { Job } from './job.ts'

/** Progress of a job from its first byte until the video can be played. */
export interface JobProgress {
  /** 0 to 100. It is 100 only when VOD has finished: the video can be played, or was rejected. */
  percent: number
  /**
   * Seconds until everything is sent, rounded; 0 for less than ten seconds, `undefined` while unknown and when nothing
   * is being sent.
   */
  remainingSeconds: number | undefined
}

/** Percent of the bar for sending. The rest is for VOD's steps, whose duration is unknown. */
const sendingPercent = 95
const committingPercent = 96
const processingPercent = 98

/** Progress of a job on its one progress bar. */
export function jobProgress(job: Job): JobProgress {
  const withoutEstimate = (percent: number) => ({ percent, remainingSeconds: undefined })
  switch (job.stage) {
    case 'uploading':
    case 'paused': {
      const { sentBytes, remainingSeconds, result } = job.transferred
      const size = result?.totalBytes ?? job.source.size
      const sent = size > 0 ? Math.min(1, sentBytes / size) : 0
      // Compressing and sending run at the same time. Each counts for half of the bar.
      const percent = (result ? (result.encoded + sent) / 2 : sent) * sendingPercent
      return job.stage === 'paused' ? withoutEstimate(percent) : { percent, remainingSeconds }
    }
    case 'committing':
      return withoutEstimate(committingPercent)
    case 'processing':
      return withoutEstimate(processingPercent)
    case 'ready':
    case 'rejected':
      return withoutEstimate(100)
    default:
      return withoutEstimate(0)
  }
}
