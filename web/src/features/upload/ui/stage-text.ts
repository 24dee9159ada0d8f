import { formatDuration, spellPercent, t } from '../../../i18n/index.ts'
import type { MessageKey } from '../../../i18n/catalogue.ts'
import type { Activity, Job, Stage } from '../model/job.ts'
import { jobProgress } from '../model/progress.ts'

const stages: Record<Exclude<Stage, 'draft' | 'uploading'>, MessageKey> = {
  paused: 'stagePaused',
  committing: 'stageCommitting',
  processing: 'stageProcessing',
  ready: 'stageReady',
  rejected: 'stageRejected',
  failed: 'stageFailed',
  canceled: 'stageCanceled',
}

const activities: Record<Activity, MessageKey> = {
  waiting: 'stageWaiting',
  compressing: 'stageCompressing',
  sending: 'stageUploading',
  reconnecting: 'stageReconnecting',
}

/** What a job is doing, in words. */
export function stageText(job: Job): string {
  if (job.stage === 'draft') return t(job.refusal ? 'stageRefused' : 'stageDraft')
  if (job.stage === 'uploading') return t(activities[job.activity])
  if (job.stage === 'processing' && job.inReview) return t('stageInReview')
  return t(stages[job.stage])
}

/** What a screen reader says of the progress bar: stage, percent, time left. */
export function progressText(job: Job): string {
  const { percent, timeLeft } = jobProgress(job)
  const left = timeLeft === undefined ? [] : [t('timeLeft', { duration: formatDuration(timeLeft) })]
  return [stageText(job), spellPercent(percent), ...left].join(', ')
}
