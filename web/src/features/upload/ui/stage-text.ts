import { spellTimeLeft } from '../../../i18n/durations.ts'
import { spellPercent } from '../../../i18n/percent.ts'
import type { Activity, Job, Stage } from '../job/job.ts'
import { jobProgress } from '../job/progress.ts'
import { type QueueKey, tQueue } from '../../../i18n/chunks/queue.ts'

const stages: Record<Exclude<Stage, 'uploading'>, QueueKey> = {
  draft: 'stageDraft',
  paused: 'stagePaused',
  committing: 'stageCommitting',
  processing: 'stageProcessing',
  ready: 'stageReady',
  rejected: 'stageRejected',
  failed: 'stageFailed',
  canceled: 'stageCanceled',
}

const activities: Record<Activity, QueueKey> = {
  waiting: 'stageWaiting',
  compressing: 'stageCompressing',
  sending: 'stageUploading',
  reconnecting: 'stageReconnecting',
}

/** Text for the stage of a job. */
export function stageText(job: Job): string {
  if (job.stage === 'uploading') {
    // Without a connection, nothing is retried.
    if (job.lostConnection && job.lostConnection.retryAt === undefined)
      return tQueue('stageOffline')
    const isSendingToo = job.activity === 'compressing' && job.transferred.sentBytes > 0
    return tQueue(isSendingToo ? 'stageCompressingUploading' : activities[job.activity])
  }
  if (job.stage === 'processing' && job.inReview) return tQueue('stageInReview')
  return tQueue(stages[job.stage])
}

/** Text of the progress bar for screen readers: stage, percent, remaining time. */
export function progressText(job: Job): string {
  const { percent, remainingSeconds } = jobProgress(job)
  const remaining = remainingSeconds === undefined ? [] : [spellTimeLeft(remainingSeconds)]
  return [stageText(job), spellPercent(percent), ...remaining].join(', ')
}
