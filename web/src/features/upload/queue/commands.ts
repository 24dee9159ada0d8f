import type { Visibility } from '@reelferry/contract'
import type { Choice } from '../../../media/model/quality.ts'
import { type Details, noDetails } from '../../details/model/details.ts'
import type { Edit } from '../../prepare/model/edit.ts'
import { type Control, firstWaiting, offers, offersForAll } from '../job/controls.ts'
import type { JobPersistence } from './job-persistence.ts'
import type { JobTable } from './job-table.ts'
import type { Stage } from '../job/job.ts'
import type { RefusedFiles } from './refused-files.ts'
import type { Scheduler } from './scheduler.ts'
import type { DetailsSync } from './sync-details.ts'
import type { QualitySuggestions } from './suggest-qualities.ts'
import type { UndoItem, UndoStack } from './undo-stack.ts'

interface CommandContext {
  table: JobTable
  refusedFiles: RefusedFiles
  persistence: Pick<JobPersistence, 'findFile' | 'setCover' | 'record' | 'remove'>
  scheduler: Scheduler
  detailsSync: Pick<DetailsSync, 'flush'>
  undoStack: UndoStack
  suggestions: QualitySuggestions
}

const finishedStages: Stage[] = ['ready', 'rejected', 'failed', 'canceled']

/** The edits of a creator to one job, and to all jobs together. */
export function createEdits({
  table,
  persistence,
  scheduler,
  undoStack,
  suggestions,
}: Omit<CommandContext, 'refusedFiles' | 'detailsSync'>) {
  const newCover = () => ({ state: 'chosen' as const, id: crypto.randomUUID() })

  /** Prepares a change of what is sent. A cancellation before it cannot be undone: the old upload is discarded. */
  function discardSession(jobId: string): void {
    undoStack.forget(jobId)
    scheduler.discardSession(jobId)
  }

  /** Chooses the quality to which a video is compressed before it is sent. */
  function chooseQuality(jobId: string, choice: Choice): void {
    discardSession(jobId)
    table.apply(jobId, { type: 'choose-quality', choice })
  }

  /** Chooses the quality of all drafts that can be compressed. */
  function chooseQualityForAll(choice: Choice): void {
    for (const { jobId, stage } of table.jobs.value)
      if (stage === 'draft' && table.runtime(jobId)?.canCompress !== false)
        chooseQuality(jobId, choice)
  }

  /** Sets the visibility of all videos that are not finished. */
  function setVisibilityForAll(visibility: Visibility): void {
    for (const { jobId, stage, source, details = noDetails } of table.jobs.value)
      if (!finishedStages.includes(stage) && !source.replaces)
        editDetails(jobId, { ...details, visibility })
  }

  /** Changes title, description and visibility. The edge receives them when the upload is open. */
  function editDetails(jobId: string, details: Details): void {
    table.apply(jobId, { type: 'edit-details', details })
  }

  /** Changes the time range, the metadata or the cover of a video. */
  function edit(jobId: string, edited: Edit): void {
    switch (edited.type) {
      case 'trim':
        discardSession(jobId)
        table.apply(jobId, edited)
        return void suggestions.suggest(jobId)
      case 'private-data':
        discardSession(jobId)
        return table.apply(jobId, edited)
      case 'cover':
        // A cover that is stored in the session would be published although the creator removed it.
        if (!edited.file) discardSession(jobId)
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

  return { chooseQuality, chooseQualityForAll, editDetails, setVisibilityForAll, edit }
}

/**
 * The controls of one job, and of all jobs together.
 *
 * To cancel and to remove can be undone for a while, and nothing is deleted until then: a canceled transfer is only
 * stopped, a removed job only hidden. The journal contains a canceled job as canceled and a removed job unchanged, so if
 * the page is killed meanwhile, the next page deletes the upload of the first and shows the second again.
 */
export function createControls({
  table,
  refusedFiles,
  persistence,
  scheduler,
  detailsSync,
  undoStack,
}: CommandContext) {
  const stageOf = (jobId: string) => table.find(jobId)?.stage

  function start(jobId: string): void {
    // A retry continues the transfer, if the cancellation can still be undone.
    if (undoStack.undoCanceled(jobId)) return void resume(jobId)
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

  /** Cancels a job. Its upload is deleted when that cannot be undone any more. */
  function cancelJob(jobId: string): UndoItem[] {
    const before = table.find(jobId)
    if (!before || !offers(before, 'cancel')) return []
    table.apply(jobId, { type: 'cancel' })
    scheduler.suspendTransfer(jobId)
    scheduler.fillSlots()
    const undo = () => {
      table.apply(jobId, { type: 'cancel-undone', before })
      scheduler.fillSlots()
    }
    return [{ id: jobId, undo, commit: () => void scheduler.deleteCanceled(jobId) }]
  }

  /** Hides a job. It is deleted when that cannot be undone any more. */
  function removeJob(jobId: string): UndoItem[] {
    const job = table.find(jobId)
    if (!job || !offers(job, 'remove')) return []
    table.hide(jobId)
    const commit = () => deleteJob(jobId)
    return [{ id: jobId, undo: () => table.show(jobId), commit }]
  }

  function deleteJob(jobId: string): void {
    const uploadId = table.runtime(jobId)?.uploadId
    // In other stages VOD may have the whole file. If this request is lost, the upload expires after a day.
    const isUnfinished = stageOf(jobId) === 'canceled' || stageOf(jobId) === 'paused'
    if (uploadId && isUnfinished) void scheduler.deleteUpload(uploadId)
    else detailsSync.flush(jobId)
    scheduler.cancelTransfer(jobId)
    table.remove(jobId)
    persistence.remove(jobId)
  }

  /** Removes the lines of all refused files. */
  function clearRefused(): UndoItem[] {
    const files = refusedFiles.refused.value
    refusedFiles.set([])
    const undo = () => refusedFiles.set([...files, ...refusedFiles.refused.value])
    return files.length > 0 ? [{ id: 'refused', undo, commit: () => undefined }] : []
  }

  /** Applies a control only to jobs in the list: a removed job must not change while its removal can be undone. */
  const ifListed = (act: (jobId: string) => void) => (jobId: string) => {
    if (table.jobs.value.some((job) => job.jobId === jobId)) act(jobId)
  }

  const controls: Record<Control, (jobId: string) => void> = {
    start: ifListed(start),
    pause: ifListed(pause),
    resume: ifListed((jobId) => void resume(jobId)),
    cancel: ifListed((jobId) => undoStack.add('canceled', cancelJob(jobId))),
    retry: ifListed(start),
    remove: ifListed((jobId) => undoStack.add('removed', removeJob(jobId))),
  }

  /** Applies a control to every job that offers it. `remove` also applies to refused files. */
  function forAll(control: Control): void {
    const ids = table.jobs.value
      .filter((job) => offersForAll(job, control))
      .map(({ jobId }) => jobId)
    switch (control) {
      case 'cancel':
        // Stop the last job first: a freed slot must not go to a job that is about to be stopped too.
        return undoStack.add('canceled', ids.toReversed().flatMap(cancelJob).reverse())
      case 'remove': {
        const count = ids.length + refusedFiles.refused.value.length
        return undoStack.add('removed', [...ids.flatMap(removeJob), ...clearRefused()], count)
      }
      case 'pause':
        return ids.toReversed().forEach(controls.pause)
      default:
        return ids.forEach(controls[control])
    }
  }

  /** Moves a job to an index of the list. */
  function move(jobId: string, toIndex: number): void {
    for (const movedId of table.move(jobId, toIndex)) persistence.record(movedId)
  }

  /** Moves a job that waits for a slot before the others that wait. */
  const uploadNext = (jobId: string) => move(jobId, firstWaiting(table.jobs.value))

  return {
    ...controls,
    control: (jobId: string, control: Control) => controls[control](jobId),
    ...{ forAll, move, uploadNext },
    resumeWithFile: resume,
  }
}
