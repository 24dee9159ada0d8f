import type { EditsAllowed } from '../../prepare/model/edit.ts'
import type { Job } from './job.ts'

/** What a creator can do with a job. */
export type Control = 'start' | 'pause' | 'resume' | 'cancel' | 'retry' | 'remove'

/** The controls that a job offers in its stage, in the order they are shown. */
export function controlsOf(job: Job): Control[] {
  switch (job.stage) {
    case 'draft':
      return job.refusal ? ['remove'] : ['start', 'remove']
    case 'uploading':
      return ['pause', 'cancel']
    case 'paused':
      return job.needs === 'file' ? ['remove'] : ['resume', 'cancel']
    case 'failed':
      return job.failure.retryable ? ['retry', 'remove'] : ['remove']
    case 'canceled':
      return ['retry', 'remove']
    case 'ready':
    case 'rejected':
      return ['remove']
    case 'committing':
    case 'processing':
      return []
  }
}

/** Whether a job offers a control. */
export const offers = (job: Job, control: Control): boolean => controlsOf(job).includes(control)

/** Whether a job takes part when a control is used for all: only what is over is removed. */
export function offersForAll(job: Job, control: Control): boolean {
  const isOpen = job.stage === 'paused' || (job.stage === 'draft' && !job.refusal)
  return offers(job, control) && !(control === 'remove' && isOpen)
}

/** The changes that a job allows in its stage. */
export function editsOf(job: Job): EditsAllowed {
  const isStill = offers(job, 'start') || offers(job, 'retry')
  return { trim: isStill, cover: isStill || mayHaveCover.includes(job.stage), removeCover: isStill }
}

const mayHaveCover: Job['stage'][] = ['uploading', 'paused', 'committing', 'processing', 'ready']
