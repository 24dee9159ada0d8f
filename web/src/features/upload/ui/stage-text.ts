import { formatDuration, spellPercent, t } from '../../../i18n/index.ts'
import type { Activity, Job, Stage } from '../job/job.ts'
import { jobProgress } from '../job/progress.ts'
import { type TextKey, texts } from './texts.ts'

const stages: Record<Exclude<Stage, 'draft' | 'uploading'>, TextKey> = {
  paused: 'stagePaused',
  committing: 'stageCommitting',
  processing: 'stageProcessing',
  ready: 'stageReady',
  rejected: 'stageRejected',
  failed: 'stageFailed',
  canceled: 'stageCanceled',
}

const activities: Record<Activity, TextKey> = {
  waiting: 'stageWaiting',
  compressing: 'stageCompressing',
  sending: 'stageUploading',
  reconnecting: 'stageReconnecting',
}

/** What a job is doing, in words. */
export function stageText(job: Job): string {
  if (job.stage === 'draft') return texts()[job.refusal ? 'stageRefused' : 'stageDraft']
  if (job.stage === 'uploading') return texts()[activities[job.activity]]
  if (job.stage === 'processing' && job.inReview) return texts().stageInReview
  return texts()[stages[job.stage]]
}

/** What a screen reader says of the progress bar: stage, percent, time left. */
export function progressText(job: Job): string {
  const { percent, timeLeft } = jobProgress(job)
  const left = timeLeft === undefined ? [] : [t('timeLeft', { duration: formatDuration(timeLeft) })]
  return [stageText(job), spellPercent(percent), ...left].join(', ')
}
