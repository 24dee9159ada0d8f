import type { EditsAllowed } from '../../prepare/model/edit.ts'
import { preparationCodes } from './failure.ts'
import type { Job } from './job.ts'

/** The actions that a creator can take on a job. */
export type Control = 'start' | 'pause' | 'resume' | 'cancel' | 'retry' | 'remove'

/** The controls that a job offers in its stage, in display order. */
export function controlsOf(job: Job): Control[] {
  switch (job.stage) {
    case 'draft':
      return ['start', 'remove']
    case 'uploading':
      return ['pause', 'cancel']
    case 'paused':
      return job.missing === 'file' ? ['remove'] : ['resume', 'cancel']
    case 'failed':
      return job.failure.retryable ? ['retry', 'remove'] : ['remove']
    case 'canceled':
      return ['retry', 'remove']
    case 'ready':
    case 'rejected':
      return ['remove']
    case 'processing':
      // The page still has to send the cover.
      return job.cover?.state === 'chosen' || job.cover?.state === 'sending' ? [] : ['remove']
    case 'committing':
      return []
  }
}

/** Whether a job offers a control. */
export const offers = (job: Job, control: Control): boolean => controlsOf(job).includes(control)

/**
 * Whether details and visibility can still be published with a job. Those of a published video are in the library, as are
 * those of a video whose file a job replaces.
 */
export const offersDetails = (job: Job): boolean =>
  !job.source.replaces &&
  !['ready', 'rejected', 'canceled'].includes(job.stage) &&
  !(job.stage === 'failed' && !job.failure.retryable)

/** The stages whose main action can be the next step of the whole queue, the most urgent one first. */
const primaryStages: Job['stage'][] = ['draft', 'failed', 'ready']

/**
 * Where the one primary button of a queue is: on a job, or on the bar for all jobs if several need the same action.
 * `undefined` if nothing is to do.
 */
export function primaryAction(jobs: readonly Job[]): Job | 'all' | undefined {
  for (const stage of primaryStages) {
    const [first, second] = jobs.filter(
      (job) => job.stage === stage && (stage !== 'failed' || offers(job, 'retry')),
    )
    if (!second && first) return first
    // The bar has no button to watch several videos.
    if (second) return stage === 'ready' ? undefined : 'all'
  }
  return undefined
}

/** Whether the original can be uploaded instead of a result that this device could not make. */
export function offersOriginal(job: Job): boolean {
  const { choice, trim } = job.source
  return (
    job.stage === 'failed' &&
    (choice !== undefined || trim !== undefined) &&
    preparationCodes.includes(job.failure.code)
  )
}

const unfinishedStages: Job['stage'][] = ['draft', 'paused', 'processing']

/** Whether a control of the whole queue applies to a job. `remove` then only applies to jobs that have ended. */
export function offersForAll(job: Job, control: Control): boolean {
  return offers(job, control) && !(control === 'remove' && unfinishedStages.includes(job.stage))
}

/** Whether a job waits for a slot. */
const isWaiting = (job: Job) => job.stage === 'uploading' && job.activity === 'waiting'

/** Index of the first job that waits for a slot; -1 if there is none. */
export const firstWaiting = (jobs: readonly Job[]): number => jobs.findIndex(isWaiting)

/** Whether a job waits for a slot behind another one. */
export function canGoNext(jobs: readonly Job[], jobId: string): boolean {
  const first = jobs[firstWaiting(jobs)]
  return jobs.some((job) => job.jobId === jobId && isWaiting(job) && job !== first)
}

/** The edits that a job allows in its stage. */
export function editsOf(job: Job): EditsAllowed {
  const canStart = offers(job, 'start') || offers(job, 'retry')
  return {
    trim: canStart,
    cover: canStart || stagesWithCover.includes(job.stage),
    removeCover: canStart,
  }
}

const stagesWithCover: Job['stage'][] = ['uploading', 'paused', 'committing', 'processing', 'ready']
