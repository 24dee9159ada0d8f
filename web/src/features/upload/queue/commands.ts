import type { Edge } from '../../../api/client.ts'
import type { Choice } from '../../../media/model/quality.ts'
import type { Details } from '../../details/model/details.ts'
import type { Edit } from '../../prepare/model/edit.ts'
import { type Control, offersForAll } from '../job/controls.ts'
import type { JobPersistence } from './job-persistence.ts'
import type { JobTable } from './job-table.ts'
import type { Scheduler } from './scheduler.ts'
import type { DetailsSync } from './sync-details.ts'

interface CommandContext {
  table: JobTable
  persistence: Pick<JobPersistence, 'findFile' | 'setCover' | 'remove'>
  scheduler: Scheduler
  detailsSync: Pick<DetailsSync, 'flush'>
  edge: Pick<Edge, 'deleteUpload'>
}

/** The edits of a creator to one job. */
export function createEdits({
  table,
  persistence,
  scheduler,
}: Pick<CommandContext, 'table' | 'persistence' | 'scheduler'>) {
  const newCover = () => ({ state: 'chosen' as const, id: crypto.randomUUID() })

  /** Chooses the quality to which a video is compressed before it is sent. */
  function chooseQuality(jobId: string, choice: Choice): void {
    scheduler.discardSession(jobId)
    table.apply(jobId, { type: 'choose-quality', choice })
  }

  /** Changes title, description and visibility. The edge receives them when the upload is open. */
  function editDetails(jobId: string, details: Details): void {
    table.apply(jobId, { type: 'edit-details', details })
  }

  /** Changes the time range or the cover of a video. */
  function edit(jobId: string, edited: Edit): void {
    switch (edited.type) {
      case 'trim':
        scheduler.discardSession(jobId)
        return table.apply(jobId, edited)
      case 'cover':
        // A cover that is stored in the session would be published although the creator removed it.
        if (!edited.file) scheduler.discardSession(jobId)
        persistence.setCover(jobId, edited.file)
        table.apply(jobId, { type: 'cover', cover: edited.file && newCover() })
        return void scheduler.sendCover(jobId)
      case 'retry-cover': {
        const cover = table.find(jobId)?.cover
        if (cover?.state !== 'failed' || !cover.failure.retryable) return
        table.apply(jobId, { type: 'cover', cover: newCover() })
        return void scheduler.sendCover(jobId)
      }
    }
  }

  return { chooseQuality, editDetails, edit }
}

/** The controls of one job, and of all jobs together. */
export function createControls({
  table,
  persistence,
  scheduler,
  detailsSync,
  edge,
}: CommandContext) {
  const stageOf = (jobId: string) => table.find(jobId)?.stage

  function start(jobId: string): void {
    table.apply(jobId, { type: 'start' })
    scheduler.fillSlots()
  }

  function pause(jobId: string): void {
    table.apply(jobId, { type: 'pause' })
    if (stageOf(jobId) !== 'paused') return
    scheduler.pauseTransfer(jobId)
    scheduler.fillSlots()
  }

  /** Resumes a job. Requests the permission to read its file first, if that is missing. */
  async function resume(jobId: string): Promise<void> {
    const job = table.find(jobId)
    if (job?.stage === 'paused' && job.missing === 'permission') {
      const file = await persistence.findFile(jobId, true)
      if (file instanceof File) table.apply(jobId, { type: 'file-available' })
      else table.apply(jobId, { type: 'file-unavailable', missing: file })
    }
    table.apply(jobId, { type: 'resume' })
    scheduler.fillSlots()
  }

  function cancel(jobId: string): void {
    const before = stageOf(jobId)
    table.apply(jobId, { type: 'cancel' })
    if (stageOf(jobId) === before) return
    scheduler.cancelTransfer(jobId)
    scheduler.fillSlots()
  }

  function remove(jobId: string): void {
    detailsSync.flush(jobId)
    const uploadId = table.runtime(jobId)?.uploadId
    const stage = stageOf(jobId)
    // In other stages VOD may have the whole file. If this request is lost, the upload expires after a day.
    if (uploadId && stage === 'canceled') edge.deleteUpload(uploadId).catch(() => undefined)
    scheduler.cancelTransfer(jobId)
    table.remove(jobId)
    persistence.remove(jobId)
    scheduler.fillSlots()
  }

  const controls: Record<Control, (jobId: string) => void> = {
    start,
    pause,
    resume: (jobId) => void resume(jobId),
    cancel,
    retry: start,
    remove,
  }

  /** Applies a control to every job that offers it. */
  function forAll(control: Control): void {
    const offering = table.jobs.value.filter((job) => offersForAll(job, control))
    // Stop the last job first: a freed slot must not go to a job that is about to be stopped too.
    const isStop = control === 'pause' || control === 'cancel'
    for (const { jobId } of isStop ? offering.toReversed() : offering) controls[control](jobId)
  }

  return {
    ...controls,
    control: (jobId: string, control: Control) => controls[control](jobId),
    forAll,
    resumeWithFile: resume,
  }
}
