import { computed, ref } from 'vue'
import type { CoverStore } from '../persistence/cover-store.ts'
import type { JobLocks } from '../persistence/job-locks.ts'
import type { JournalEntry } from '../persistence/journal.ts'
import type { JournalStore } from '../persistence/journal-store.ts'
import type { SourceStore } from '../persistence/source-store.ts'
import type { ChosenFile } from '../../../platform/chosen-file.ts'
import type { Failure } from '../job/failure.ts'
import type { Job, MissingAccess } from '../job/job.ts'
import { createCopyQueue } from './copy-queue.ts'
import type { JobRuntime, JobTable } from './job-table.ts'
import { createJobRestorer } from './restore-jobs.ts'

/** Storage of jobs and their files, and the signed-in creator. */
export interface PersistenceDependencies {
  /** Resolves with the signed-in creator. Jobs of other creators stay in the journal. */
  owner: () => Promise<string | undefined>
  /** The signed-in creator; `undefined` until known. */
  creatorId: () => string | undefined
  fingerprint: (file: File) => Promise<string>
  journal: JournalStore
  sources: SourceStore
  covers: CoverStore
  locks: JobLocks
}

/**
 * Time in milliseconds after which a failure is stored. While a page ends, some browsers fail its requests and the reads
 * of files although scripts and storage still work (WebKit). Such a failure must not be stored: the next page continues
 * the job. If this page is ended soon after another failure, the next page tries once more.
 */
const failureDelayMs = 3000

/**
 * The stage to store. Whether a file can be read is an observation, which the next page makes itself. Only a pause that
 * the creator requested is stored.
 */
const storedStage = (job: Job): Job['stage'] =>
  job.stage === 'paused' && !job.isRequested ? 'uploading' : job.stage

/** Maps a job to its journal entry. The member names of the entry are stored and must not change. */
function toJournalEntry(job: Job, runtime: JobRuntime, creator: string | undefined): JournalEntry {
  const { fingerprint, addedAt, position, uploadId, sessionKey, partLayout } = runtime
  return {
    jobId: job.jobId,
    ...(creator !== undefined && { creatorId: creator }),
    ...{ addedAt, position },
    source: structuredClone(job.source),
    ...(job.details && { details: { ...job.details } }),
    ...(job.cover && { cover: structuredClone(job.cover) }),
    fingerprint,
    sessionKey,
    cuts: [...partLayout],
    stage: storedStage(job),
    ...(uploadId && { uploadId }),
    ...('isQualityChosen' in job && { isQualityChosen: job.isQualityChosen }),
    ...('fileId' in job && { fileId: job.fileId }),
    ...('resultBytes' in job && { resultBytes: job.resultBytes }),
    ...('reason' in job && { reason: job.reason }),
    ...(job.hadWrongResult && { hadWrongResult: true as const }),
    ...('failure' in job && { failure: { ...job.failure } }),
  }
}

/** Persists jobs and their files for later pages. Without storage the queue works while the page is open. */
export function createJobPersistence(
  table: JobTable,
  {
    owner,
    creatorId,
    fingerprint,
    journal,
    sources,
    covers,
    locks,
    wait,
  }: PersistenceDependencies & { wait: (ms: number) => Promise<void> },
) {
  /** False after storage has failed, as in some private windows. */
  const isPersistent = ref(true)
  const disablePersistence = () => void (isPersistent.value = false)
  const copyQueue = createCopyQueue(sources, needsFile)
  const { restore } = createJobRestorer(table, { owner, journal, locks, disablePersistence })

  /** Failures that have lasted long enough to be stored; false until then. */
  const isLasting = new WeakMap<Failure, boolean>()

  function hasLasted(failure: Failure, jobId: string): boolean {
    const known = isLasting.get(failure)
    if (known !== undefined) return known
    isLasting.set(failure, false)
    void wait(failureDelayMs).then(() => {
      isLasting.set(failure, true)
      record(jobId)
    })
    return false
  }

  /** Writes the journal entry of a job. Writes a failure only after it has lasted for a while. */
  function record(jobId: string): void {
    const job = table.find(jobId)
    const runtime = table.runtime(jobId)
    if (!job || !runtime || (job.stage === 'failed' && !hasLasted(job.failure, jobId))) return
    const { cover } = job
    const isCoverPending = cover?.state === 'failed' && !hasLasted(cover.failure, jobId)
    const stored: Job = isCoverPending ? { ...job, cover: { state: 'chosen', id: cover.id } } : job
    journal.put(toJournalEntry(stored, runtime, creatorId())).catch(disablePersistence)
  }

  /** Persists a new job at once, because the tab may be closed soon. Resolves with whether the job still exists. */
  async function persist(jobId: string): Promise<boolean> {
    await locks.acquire(jobId).catch(disablePersistence)
    if (!table.find(jobId)) {
      locks.release(jobId)
      return false
    }
    record(jobId)
    locks.announce(jobId)
    return true
  }

  /** Persists the file of a job. Resolves when the file is stored as safely as possible. */
  async function persistFile(jobId: string, chosen: ChosenFile): Promise<void> {
    const hasReference = await sources.putReference(jobId, chosen).catch(() => false)
    if (!needsFile(jobId)) return sources.remove(jobId).catch(disablePersistence)
    if (hasReference && chosen.recording) return
    await copyQueue.add({ jobId, file: chosen.file, hasReference })
  }

  /** Whether a job exists that may still have to send its file. */
  function needsFile(jobId: string): boolean {
    const job = table.find(jobId)
    return !!job && !['processing', 'ready', 'rejected'].includes(job.stage)
  }

  /**
   * Finds the file of a job, or reports what is missing. A file whose content has changed counts as missing. With
   * `mayPrompt` the browser may ask the user for permission, which needs a click.
   */
  async function findFile(jobId: string, mayPrompt = false): Promise<File | MissingAccess> {
    const runtime = table.runtime(jobId)
    if (!runtime) return 'file'
    if (runtime.file) return runtime.file
    const found = await sources.find(jobId, mayPrompt).catch(() => 'file' as const)
    if (!(found instanceof File)) return found
    const content = await fingerprint(found).catch(() => undefined)
    if (content !== runtime.fingerprint) return 'file'
    return (runtime.file = found)
  }

  /** Removes the stored file of a published job. */
  function removeFile(jobId: string): void {
    sources.removePublished(jobId).catch(disablePersistence)
  }

  /** Stores or removes the chosen cover of a job. */
  function setCover(jobId: string, file: File | undefined): void {
    const runtime = table.runtime(jobId)
    if (!runtime) return
    runtime.cover = file
    if (file) covers.put(jobId, file).catch(disablePersistence)
    else covers.remove(jobId).catch(disablePersistence)
  }

  async function findCover(jobId: string): Promise<File | undefined> {
    const runtime = table.runtime(jobId)
    if (!runtime || !table.find(jobId)?.cover) return undefined
    return (runtime.cover ??= await covers.find(jobId).catch(() => undefined))
  }

  /** Removes everything that is stored of a removed job. */
  function remove(jobId: string): void {
    // Release the lock last: a tab that waits for it must not find the job in the journal.
    Promise.all([journal.remove(jobId), sources.remove(jobId), covers.remove(jobId)])
      .catch(disablePersistence)
      .finally(() => locks.release(jobId))
  }

  /** Present if a file would have to be chosen again if the page were closed now. */
  const notPersistedReason = computed(() => {
    const job = table.jobs.value.find(
      ({ jobId }) => copyQueue.notPersisted.value.has(jobId) && needsFile(jobId),
    )
    return job && copyQueue.notPersisted.value.get(job.jobId)
  })

  return {
    ...{ isPersistent, notPersistedReason },
    ...{ record, restore, persist, persistFile, findFile, removeFile },
    ...{ setCover, findCover, remove },
  }
}

export type JobPersistence = ReturnType<typeof createJobPersistence>
