import type { PublicConfig } from '@reelferry/contract'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { type Edge, edge } from '../../../api/client.ts'
import { reportProgress } from '../../../api/progress.ts'
import { storePreviews } from '../../../api/previews.ts'
import { useSession } from '../../session/session.ts'
import { storeUploadSpeed } from '../../../platform/measured-speeds.ts'
import type { ChosenFile } from '../../../platform/chosen-file.ts'
import { notifications } from '../../../platform/notifications.ts'
import { pageVisible } from '../../../platform/page-visible.ts'
import { lostConnectionOfAll } from '../job/bulk-summary.ts'
import { canGoNext } from '../job/controls.ts'
import type { ReplacedVideo } from '../job/job.ts'
import { fingerprint } from '../persistence/fingerprint.ts'
import { createJobLocks } from '../persistence/job-locks.ts'
import { journalStore } from '../persistence/journal-store.ts'
import { coverStore } from '../persistence/cover-store.ts'
import { sourceStore } from '../persistence/source-store.ts'
import { finishTransfer, sendCover, startTransfer } from '../transport/start-transfer.ts'
import { WakeSignal } from '../transport/wake-signal.ts'
import { createFileIntake } from './add-files.ts'
import { createControls, createEdits } from './commands.ts'
import { createCaptionsSync } from './sync-captions.ts'
import { createDetailsSync } from './sync-details.ts'
import { createJobTable } from './job-table.ts'
import { createJobPersistence, type PersistenceDependencies } from './job-persistence.ts'
import { createRefusedFiles } from './refused-files.ts'
import { createScheduler } from './scheduler.ts'
import type { SendingDependencies } from './sending-context.ts'
import { createQualitySuggestions, type SettingsDependencies } from './suggest-qualities.ts'
import { useUploadSettings } from './upload-settings.ts'
import { createUndoStack, type UndoDependencies } from './undo-stack.ts'

/** Outside services of the queue. */
export type QueueDependencies = PersistenceDependencies &
  SendingDependencies &
  UndoDependencies &
  SettingsDependencies & { edge: Pick<Edge, 'config' | 'editUpload'> }

/** Fetches the configuration once. After a failure, the next call tries again. */
function cachedConfig(client: Pick<Edge, 'config'>): () => Promise<PublicConfig> {
  let config: Promise<PublicConfig> | undefined
  return () => {
    config ??= client.config()
    config.catch(() => (config = undefined))
    return config
  }
}

/** Creates a queue on the given services. The studio's queue is {@link useQueue}. */
export function createQueue(dependencies: QueueDependencies) {
  const table = createJobTable()
  const refusedFiles = createRefusedFiles()
  const getConfig = cachedConfig(dependencies.edge)
  const persistence = createJobPersistence(table, dependencies)
  const detailsSync = createDetailsSync(table, dependencies)
  const syncCaptions = createCaptionsSync(table, dependencies)
  const wakeSignal = new WakeSignal()
  const scheduler = createScheduler({
    ...dependencies,
    ...{ table, persistence, getConfig, wakeSignal },
  })
  const undoStack = createUndoStack(dependencies)
  const suggestions = createQualitySuggestions({ ...dependencies, table, persistence })
  const context = {
    ...dependencies,
    ...{ table, refusedFiles, persistence, scheduler, detailsSync, undoStack, getConfig },
    suggestions,
  }
  const edits = createEdits(context)
  const { resumeWithFile, ...controls } = createControls(context)
  const { addFiles } = createFileIntake({
    ...context,
    resume: resumeWithFile,
    added: (jobId) => void added(jobId),
  })
  const { jobs } = table
  let restored: Promise<void> | undefined

  table.onChange((jobId) => {
    persistence.record(jobId)
    void detailsSync.save(jobId)
    void syncCaptions(jobId)
  })

  /** Chooses the quality of a new job, and starts the job if the creator wants that. */
  async function added(jobId: string): Promise<void> {
    const { startAutomatically } = dependencies.settings()
    const isSettled = await suggestions.suggest(jobId)
    // The original must not be uploaded only because the code for compressing could not be loaded.
    if (startAutomatically && isSettled && table.find(jobId)?.stage === 'draft')
      controls.start(jobId)
  }

  /** Restores the jobs of earlier pages. Jobs that were uploading continue automatically. */
  function restore(): Promise<void> {
    restored = persistence.restore((jobId) => {
      scheduler.resumeRestored(jobId)
      scheduler.fillSlots()
      void detailsSync.save(jobId)
      void syncCaptions(jobId)
      void suggestions.suggest(jobId)
    })
    return restored
  }

  /**
   * Adds files. Resolves when they are stored as safely as possible, so that the caller can drop its own copies.
   * @param replaces the video whose file the chosen one replaces; absent for new videos
   */
  async function add(chosen: Iterable<ChosenFile>, replaces?: ReplacedVideo): Promise<void> {
    // A file of a restored job is only recognized after the job is restored.
    await restored
    await addFiles(chosen, replaces)
  }

  /** Whether something is being sent, or waits for a slot or the network. */
  const isSending = computed(() =>
    jobs.value.some(
      ({ stage, cover }) =>
        stage === 'uploading' || stage === 'committing' || cover?.state === 'sending',
    ),
  )

  /** Whether leaving the page would interrupt something. */
  const isBusy = computed(
    () => isSending.value || jobs.value.some((job) => job.stage === 'paused' && !job.missing),
  )

  /** Present while everything that is being sent waits for a connection. `retryAt`: Unix time in ms of the next retry. */
  const offline = computed(() => lostConnectionOfAll(jobs.value))

  /** The file of a job, if it can be read without a permission. */
  async function fileOf(jobId: string): Promise<File | undefined> {
    const file = await persistence.findFile(jobId)
    return file instanceof File ? file : undefined
  }

  /** URL of the cover of a published video; `''` if there is none. */
  async function coverUrlOf(jobId: string): Promise<string> {
    const uploadId = table.runtime(jobId)?.uploadId
    return (uploadId && (await dependencies.edge.upload(uploadId)).video?.coverUrl) || ''
  }

  const { isPersistent, notPersistedReason } = persistence
  return {
    ...{ jobs, isPersistent, notPersistedReason, isSending, isBusy },
    ...{ restore, add, fileOf, coverUrlOf, offline },
    /** Retries at once where a transfer waits before its next retry. */
    retryNow: () => wakeSignal.wake(),
    refused: refusedFiles.refused,
    dismissRefused: refusedFiles.dismiss,
    chosenCoverOf: persistence.findCover,
    ...edits,
    ...controls,
    /** Whether a job waits behind another one, so that it can be sent next. */
    canGoNext: (jobId: string) => canGoNext(jobs.value, jobId),
    undoable: undoStack.undoable,
    undo: undoStack.undo,
    commitNow: undoStack.commitNow,
    holdUndo: undoStack.hold,
    releaseUndo: undoStack.release,
  }
}

/** The studio's queue of jobs. */
export const useQueue = defineStore('queue', () => {
  const session = useSession()
  // On another site's page nothing else fetches the creator.
  void session.owner()
  const queue = createQueue({
    edge,
    owner: session.owner,
    creatorId: () => session.creatorId,
    startTransfer,
    finishTransfer,
    sendCover,
    takeFrame: async (file, trim) =>
      (await import('../../../media/media-client.ts')).coverFrame(file, trim),
    makePreviews: async (file, trim) =>
      (await import('../../../media/media-client.ts')).previewImage(file, trim),
    storePreviews,
    reportProgress,
    sendCaptions: async (jobId, uploadId) =>
      (await import('../../captions/adapters/send-captions.ts')).sendCaptions(jobId, uploadId),
    fingerprint,
    journal: journalStore,
    sources: sourceStore,
    covers: coverStore,
    locks: createJobLocks(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    // A notification is needed above all while the page is hidden.
    mayPoll: async () => (notifications.permission() === 'granted' ? undefined : pageVisible()),
    measured: storeUploadSpeed,
    settings: () => useUploadSettings().value,
    suggestQuality: async (file, wishes) =>
      (await import('../../prepare/quality/suggest-quality.ts')).suggestQuality(file, wishes),
    startTimer: (callback, ms) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
    onPageLeave: (listener) => window.addEventListener('pagehide', listener),
  })
  void queue.restore()
  return queue
})
