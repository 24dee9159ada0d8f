import { computed, ref } from 'vue'
import type { CoverStore } from '../persistence/cover-store.ts'
import type { JobLocks } from '../persistence/job-locks.ts'
import type { JournalStore } from '../persistence/journal-store.ts'
import type { SourceStore } from '../persistence/source-store.ts'
import type { ChosenFile } from '../../../platform/chosen-file.ts'
import type { Missing } from '../job/job.ts'
import { type JournalEntry, restoredJob } from '../persistence/journal.ts'
import { type JobTable, newHandle } from './job-table.ts'

/** Where jobs and their files outlive the page. */
export interface KeepingDependencies {
  /** Who is signed in, once that is known. What others have left here waits for them. */
  owner: () => Promise<string | undefined>
  /** The same as far as it is known by now. */
  creatorId: () => string | undefined
  fingerprint: (file: File) => Promise<string>
  journal: JournalStore
  sources: SourceStore
  covers: CoverStore
  locks: JobLocks
}

/** Keeps jobs and their files over pages, and each with one tab. Without storage the queue works as long as the page is open. */
export function createKeeping(
  table: JobTable,
  { owner, creatorId, fingerprint, journal, sources, covers, locks }: KeepingDependencies,
) {
  /** Whether the journal keeps what must outlive the page; not every private window does. */
  const isKept = ref(true)
  /** Jobs whose file could not be kept: a page that is opened anew has to ask for it. */
  const unkept = ref(new Set<string>())

  /** Files that wait to be copied. */
  const uncopied: { jobId: string; file: File; hasReference: boolean }[] = []
  let copying: Promise<void> | undefined

  const isOthers = async (entry: JournalEntry) =>
    entry.creatorId !== undefined && entry.creatorId !== (await owner())

  const forgo = () => void (isKept.value = false)

  /** Writes down what must outlive the page. */
  function record(jobId: string): void {
    const job = table.find(jobId)
    const handle = table.handle(jobId)
    if (!job || !handle) return
    const { fingerprint, addedAt, uploadId, sessionKey, cuts } = handle
    const creator = creatorId()
    const entry: JournalEntry = {
      jobId,
      ...(creator !== undefined && { creatorId: creator }),
      addedAt,
      source: structuredClone(job.source),
      ...(job.details && { details: { ...job.details } }),
      ...(job.cover && { cover: structuredClone(job.cover) }),
      fingerprint,
      sessionKey,
      cuts: [...cuts],
      stage: job.stage,
      ...(uploadId && { uploadId }),
      ...('fileId' in job && { fileId: job.fileId }),
      ...('failure' in job && { failure: { ...job.failure } }),
    }
    journal.put(entry).catch(forgo)
  }

  /**
   * Brings back what an earlier page left, one job after the other, and tells each to `taken`. What another
   * tab looks after follows when that is closed.
   */
  async function restore(taken: (jobId: string) => void): Promise<void> {
    const follow = (jobId: string) => void takeOver(jobId, taken).catch(forgo)
    locks.onAnnounced(follow)
    try {
      for (const entry of await journal.all()) {
        const { jobId } = entry
        if (await isOthers(entry)) continue
        // Asked for and taken in one step: of two tabs that open together, each may look first.
        if (await locks.holdIfFree(jobId)) await bringBack(jobId, taken)
        else follow(jobId)
      }
    } catch {
      forgo()
    }
  }

  /** Looks after a job of the journal as soon as no other tab does. */
  async function takeOver(jobId: string, taken: (jobId: string) => void): Promise<void> {
    if (table.handle(jobId)) return
    await locks.hold(jobId)
    await bringBack(jobId, taken)
  }

  /** Brings back a job that this tab holds, unless another one has removed it. */
  async function bringBack(jobId: string, taken: (jobId: string) => void): Promise<void> {
    const entry = await journal.get(jobId)
    if (!entry || (await isOthers(entry))) return locks.letGo(jobId)
    const { fingerprint, addedAt, uploadId, sessionKey, cuts } = entry
    const known = { fingerprint, addedAt, uploadId, sessionKey, cuts, isRestored: true }
    table.add(restoredJob(entry), newHandle(known))
    taken(jobId)
  }

  /** Keeps a new job and its file, at once: a tab may be closed as soon as something was chosen in it. */
  async function keep(jobId: string, chosen: ChosenFile): Promise<void> {
    await locks.hold(jobId).catch(forgo)
    if (!table.find(jobId)) return locks.letGo(jobId)
    record(jobId)
    locks.announce(jobId)
    await keepFile(jobId, chosen)
  }

  /** Keeps the file of a job for a page that is opened anew. */
  async function keepFile(jobId: string, chosen: ChosenFile): Promise<void> {
    const hasReference = await sources.keepReference(jobId, chosen).catch(() => false)
    if (!needsFile(jobId)) return sources.remove(jobId).catch(forgo)
    if (hasReference && chosen.recording) return
    uncopied.push({ jobId, file: chosen.file, hasReference })
    await (copying ??= copyAll())
  }

  /** Makes one copy after the other, the smallest first: most files are safe soon, and each sees what room the last left. */
  async function copyAll(): Promise<void> {
    for (;;) {
      const next = uncopied.toSorted((a, b) => a.file.size - b.file.size)[0]
      if (!next) break
      uncopied.splice(uncopied.indexOf(next), 1)
      await copy(next)
    }
    copying = undefined
  }

  async function copy({ jobId, file, hasReference }: (typeof uncopied)[number]): Promise<void> {
    if (!needsFile(jobId)) return
    try {
      await sources.keepCopy(jobId, file)
      unkept.value.delete(jobId)
      if (!needsFile(jobId)) await sources.remove(jobId)
    } catch {
      if (!hasReference) unkept.value.add(jobId)
    }
  }

  /** Whether a job is there that may still send its file. */
  function needsFile(jobId: string): boolean {
    const job = table.find(jobId)
    return !!job && !['processing', 'ready', 'rejected'].includes(job.stage)
  }

  /**
   * The file of a job, or what it lacks. A file that is not what it was does not count. With `ask` the
   * browser may ask its user, which takes a click.
   */
  async function findFile(jobId: string, ask = false): Promise<File | Missing> {
    const handle = table.handle(jobId)
    if (!handle) return 'file'
    if (handle.file) return handle.file
    const found = await sources.find(jobId, ask).catch(() => 'file' as const)
    if (!(found instanceof File)) return found
    const content = await fingerprint(found).catch(() => undefined)
    if (content !== handle.fingerprint) return 'file'
    return (handle.file = found)
  }

  /** Keeps the file of a job no longer: it is published. */
  function forgetFile(jobId: string): void {
    sources.published(jobId).catch(forgo)
  }

  /** Keeps the picture that stands for a video, or none. */
  function keepCover(jobId: string, file: File | undefined): void {
    const handle = table.handle(jobId)
    if (!handle) return
    handle.cover = file
    if (file) covers.keep(jobId, file).catch(forgo)
    else covers.remove(jobId).catch(forgo)
  }

  async function findCover(jobId: string): Promise<File | undefined> {
    const handle = table.handle(jobId)
    if (!handle || !table.find(jobId)?.cover) return undefined
    return (handle.cover ??= await covers.find(jobId).catch(() => undefined))
  }

  /** Keeps nothing of a job that has been removed. */
  function forget(jobId: string): void {
    // Another tab that waits for the job must find it gone.
    Promise.all([journal.remove(jobId), sources.remove(jobId), covers.remove(jobId)])
      .catch(forgo)
      .finally(() => locks.letGo(jobId))
  }

  /** Whether the file of a job would have to be chosen again if the page were closed. */
  const isUnkept = computed(() =>
    table.jobs.value.some(({ jobId }) => unkept.value.has(jobId) && needsFile(jobId)),
  )

  return {
    isKept,
    isUnkept,
    record,
    restore,
    keep,
    keepFile,
    findFile,
    forgetFile,
    keepCover,
    findCover,
    forget,
  }
}

export type Keeping = ReturnType<typeof createKeeping>
