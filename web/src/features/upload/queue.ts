import {
  refuseSourceFile,
  type FileId,
  type PublicConfig,
  type UploadId,
} from '@reelferry/contract'
import { defineStore } from 'pinia'
import { computed, ref, toRaw } from 'vue'
import { type Edge, edge, EdgeError } from '../../edge.ts'
import { rememberUploadSpeed } from '../compress/adapters/measured-speeds.ts'
import type { Choice } from '../compress/model/quality.ts'
import type { ChosenFile } from '../pick/model/chosen-file.ts'
import { fingerprint } from './adapters/fingerprint.ts'
import { createJobLocks, type JobLocks } from './adapters/job-locks.ts'
import { type JournalStore, journalStore } from './adapters/journal-store.ts'
import { type SourceStore, sourceStore } from './adapters/source-store.ts'
import { finishTransfer, startTransfer } from './adapters/start-transfer.ts'
import { backoff } from './model/backoff.ts'
import { type Control, offersForAll } from './model/controls.ts'
import { repetitions, toFailure } from './model/failure.ts'
import type { Job, Missing } from './model/job.ts'
import { type JournalEntry, restoredJob } from './model/journal.ts'
import { addSample, type Sample, speed } from './model/speed.ts'
import type {
  FinishTransfer,
  ResultProgress,
  StartTransfer,
  Transfer,
  TransferOptions,
} from './model/transfer.ts'
import { type JobEvent, transition } from './model/transition.ts'

/** How many videos are sent at the same time; each already uses six connections. */
const mostSending = 2

/** A job that is over sooner than this, in ms, is not worth keeping its file for. */
const keepAfterMs = 2000

/** What belongs to a job and is of no interest to a page. */
interface Handle {
  /** Absent after the page was opened anew, until it is found or chosen again. */
  file: File | undefined
  fingerprint: string
  addedAt: number
  /** Whether it comes from an earlier page. */
  isRestored: boolean
  /** What earlier attempts left: the same upload and session go on where they stopped. */
  uploadId: UploadId | undefined
  sessionKey: string
  /** What is under way for it. One that is no longer here was canceled, and has nothing to say. */
  attempt: Attempt | undefined
  samples: Sample[]
}

interface Attempt {
  transfer: Transfer | undefined
}

/** The outside, as far as the queue needs it. */
export interface QueueDependencies {
  edge: Pick<Edge, 'config' | 'openUpload' | 'signature' | 'upload'>
  startTransfer: StartTransfer
  finishTransfer: FinishTransfer
  fingerprint: (file: File) => Promise<string>
  journal: JournalStore
  sources: SourceStore
  locks: JobLocks
  wait: (ms: number) => Promise<void>
  /** Told the speed of sending, in bytes a second, for later plans. */
  measured: (bytesPerSecond: number) => void
}

/** The queue over any outside; the studio's own is {@link useQueue}. */
export function createQueue({
  edge,
  startTransfer,
  finishTransfer,
  fingerprint,
  journal,
  sources,
  locks,
  wait,
  measured,
}: QueueDependencies) {
  const jobs = ref<Job[]>([])
  const handles = new Map<string, Handle>()
  /** Whether the journal keeps what must outlive the page; not every private window does. */
  const isKept = ref(true)
  /** Jobs whose file could not be kept: a page that is opened anew has to ask for it. */
  const unkept = ref(new Set<string>())
  let config: Promise<PublicConfig> | undefined
  let restored: Promise<void> | undefined

  const jobOf = (jobId: string) => jobs.value.find((job) => job.jobId === jobId)
  const forgo = () => void (isKept.value = false)

  function apply(jobId: string, event: JobEvent): void {
    jobs.value = jobs.value.map((job) => (job.jobId === jobId ? transition(job, event) : job))
    if (event.type !== 'progress') record(jobId)
  }

  /** Keeps what must outlive the page. Without a journal the queue works as long as the page is open. */
  function record(jobId: string): void {
    const job = jobOf(jobId)
    const handle = handles.get(jobId)
    if (!job || !handle) return
    const { fingerprint, addedAt, uploadId, sessionKey } = handle
    const entry: JournalEntry = {
      jobId,
      addedAt,
      source: structuredClone(toRaw(job.source)),
      fingerprint,
      sessionKey,
      stage: job.stage,
      ...(uploadId && { uploadId }),
      ...('fileId' in job && { fileId: job.fileId }),
      ...('failure' in job && { failure: { ...job.failure } }),
    }
    journal.put(entry).catch(forgo)
  }

  /** Brings back what an earlier page left. What another tab looks after follows when that is closed. */
  function restore(): Promise<void> {
    locks.onAnnounced((jobId) => void takeOver(jobId).catch(forgo))
    restored = (async () => {
      const [entries, held] = await Promise.all([journal.all(), locks.held()])
      for (const { jobId } of entries) {
        const taken = takeOver(jobId)
        if (held.has(jobId)) taken.catch(forgo)
        else await taken
      }
    })().catch(forgo)
    return restored
  }

  /** Looks after a job of the journal as soon as no other tab does. */
  async function takeOver(jobId: string): Promise<void> {
    if (handles.has(jobId)) return
    await locks.hold(jobId)
    const entry = await journal.get(jobId)
    if (!entry) return locks.letGo(jobId)
    const { fingerprint, addedAt, uploadId, sessionKey, fileId } = entry
    handles.set(jobId, newHandle({ fingerprint, addedAt, uploadId, sessionKey, isRestored: true }))
    const job = restoredJob(entry)
    jobs.value = [...jobs.value, job]
    if (job.stage === 'processing' && uploadId && fileId) void follow(jobId, uploadId, fileId)
    if (job.stage === 'committing') void finish(jobId)
    sendNext()
  }

  function newHandle(known: Partial<Handle> & Pick<Handle, 'fingerprint'>): Handle {
    return {
      file: undefined,
      addedAt: Date.now(),
      isRestored: false,
      uploadId: undefined,
      sessionKey: '',
      attempt: undefined,
      samples: [],
      ...known,
    }
  }

  /** Gives a file that was chosen again back to the job that an earlier page left, which then goes on. */
  function adopt(file: File, content: string): boolean {
    const job = jobs.value.find((one) => {
      const handle = handles.get(one.jobId)
      return (
        handle?.isRestored &&
        handle.fingerprint === content &&
        one.source.size === file.size &&
        ['draft', 'uploading', 'paused', 'committing'].includes(one.stage)
      )
    })
    const handle = job && handles.get(job.jobId)
    if (!handle) return false
    handle.file ??= file
    apply(job.jobId, { type: 'file-found' })
    void resume(job.jobId)
    return true
  }

  function getConfig(): Promise<PublicConfig> {
    config ??= edge.config()
    config.catch(() => (config = undefined))
    return config
  }

  async function add(chosen: Iterable<ChosenFile>): Promise<void> {
    // A file that an earlier page left behind is known only once its job is.
    await restored
    // Where the limit cannot be learned now, the edge tells it when the upload is opened.
    const maxFileBytes = await getConfig().then(
      (config) => config.maxFileBytes,
      () => Infinity,
    )
    for (const { file, handle: fileHandle } of chosen) {
      const { name, size, type } = file
      const common = { jobId: crypto.randomUUID(), source: { name, size, type } }
      const refusal = refuseSourceFile(file, maxFileBytes)
      if (refusal) {
        jobs.value = [...jobs.value, { ...common, stage: 'draft', refusal }]
        continue
      }
      let content: string
      try {
        content = await fingerprint(file)
      } catch (error) {
        const failure = { ...toFailure(error), retryable: false }
        jobs.value = [...jobs.value, { ...common, stage: 'failed', failure }]
        continue
      }
      if (adopt(file, content)) continue
      handles.set(common.jobId, newHandle({ file, fingerprint: content }))
      jobs.value = [...jobs.value, { ...common, stage: 'draft' }]
      void keep(common.jobId, file, fileHandle)
    }
  }

  /** Keeps a new job, and its file if it is not published soon, for a page that is opened anew. */
  async function keep(jobId: string, file: File, fileHandle?: FileSystemFileHandle): Promise<void> {
    await locks.hold(jobId).catch(forgo)
    record(jobId)
    locks.announce(jobId)
    await wait(keepAfterMs)
    if (!needsFile(jobId)) return
    try {
      await sources.keep(jobId, file, fileHandle)
      if (!needsFile(jobId)) await sources.remove(jobId)
    } catch {
      unkept.value.add(jobId)
    }
  }

  /** Whether a job is there that may still send its file. */
  function needsFile(jobId: string): boolean {
    const job = jobOf(jobId)
    return !!job && !['processing', 'ready', 'rejected'].includes(job.stage)
  }

  /** Chooses what is made of a video before it is sent. */
  function choose(jobId: string, choice: Choice): void {
    apply(jobId, { type: 'choose', choice })
  }

  function start(jobId: string): void {
    apply(jobId, { type: 'start' })
    sendNext()
  }

  function pause(jobId: string): void {
    apply(jobId, { type: 'pause' })
    const handle = handles.get(jobId)
    if (!handle || jobOf(jobId)?.stage !== 'paused') return
    handle.attempt?.transfer?.pause()
    handle.samples = []
    sendNext()
  }

  async function resume(jobId: string): Promise<void> {
    const job = jobOf(jobId)
    if (job?.stage === 'paused' && job.needs === 'permission') {
      const file = await findFile(jobId, true)
      if (file instanceof File) apply(jobId, { type: 'file-found' })
      else apply(jobId, { type: 'file-missing', needs: file })
    }
    apply(jobId, { type: 'resume' })
    sendNext()
  }

  function cancel(jobId: string): void {
    const before = jobOf(jobId)?.stage
    apply(jobId, { type: 'cancel' })
    if (jobOf(jobId)?.stage === before) return
    endTransfer(jobId)
    sendNext()
  }

  function remove(jobId: string): void {
    endTransfer(jobId)
    handles.delete(jobId)
    jobs.value = jobs.value.filter((job) => job.jobId !== jobId)
    // Another tab that waits for the job must find it gone.
    Promise.all([journal.remove(jobId), sources.remove(jobId)])
      .catch(forgo)
      .finally(() => locks.letGo(jobId))
    sendNext()
  }

  const controls: Record<Control, (jobId: string) => void> = {
    start,
    pause,
    resume: (jobId) => void resume(jobId),
    cancel,
    retry: start,
    remove,
  }

  /** Does to all jobs what could be done to each of them. */
  function forAll(control: Control): void {
    const able = jobs.value.filter((job) => offersForAll(job, control))
    // From the last one on: no place that becomes free goes to one that is about to be stopped too.
    const order = control === 'pause' || control === 'cancel' ? able.toReversed() : able
    for (const { jobId } of order) controls[control](jobId)
  }

  function endTransfer(jobId: string): void {
    const handle = handles.get(jobId)
    if (!handle) return
    handle.attempt?.transfer?.cancel()
    handle.attempt = undefined
    handle.samples = []
  }

  const isSending = (job: Job) =>
    job.stage === 'committing' || (job.stage === 'uploading' && job.activity !== 'waiting')

  /** Gives free places to those who wait, in order of arrival. */
  function sendNext(): void {
    for (const job of jobs.value) {
      if (jobs.value.filter(isSending).length >= mostSending) return
      if (job.stage !== 'uploading' || job.activity !== 'waiting') continue
      apply(job.jobId, { type: 'begin' })
      const attempt = handles.get(job.jobId)?.attempt
      // One that is still being prepared looks for itself whether it is its turn.
      if (attempt) attempt.transfer?.resume()
      else void send(job.jobId)
    }
  }

  /** The file of a job, or what it lacks. A file that is not what it was does not count. */
  async function findFile(jobId: string, ask = false): Promise<File | Missing> {
    const handle = handles.get(jobId)
    if (!handle) return 'file'
    if (handle.file) return handle.file
    const found = await sources.find(jobId, ask).catch(() => 'file' as const)
    if (!(found instanceof File)) return found
    const content = await fingerprint(found).catch(() => undefined)
    if (content !== handle.fingerprint) return 'file'
    return (handle.file = found)
  }

  async function send(jobId: string): Promise<void> {
    const handle = handles.get(jobId)
    if (!handle) return
    const attempt: Attempt = { transfer: undefined }
    handle.attempt = attempt
    const isCurrent = () => handle.attempt === attempt
    try {
      const file = await findFile(jobId)
      if (!isCurrent()) return
      if (!(file instanceof File)) {
        handle.attempt = undefined
        apply(jobId, { type: 'file-missing', needs: file })
        return sendNext()
      }
      const uploadId = handle.uploadId ?? (await open(jobId, file, isCurrent))
      if (!isCurrent()) return
      handle.uploadId = uploadId
      apply(jobId, { type: 'opened', uploadId })
      const options = await transferOptions(jobId, handle, uploadId, isCurrent)
      if (!isCurrent()) return
      const transfer = await startTransfer(file, handle.fingerprint, options)
      if (!isCurrent()) {
        transfer.done.catch(() => undefined)
        return transfer.cancel()
      }
      attempt.transfer = transfer
      // Paused, and maybe resumed past its turn, while it was being prepared.
      const job = jobOf(jobId)
      if (job && !isSending(job)) transfer.pause()
      const fileId = await transfer.done
      if (isCurrent()) committed(jobId, uploadId, fileId)
    } catch (error) {
      if (isCurrent()) fail(jobId, error)
    }
  }

  /** Learns what became of a job whose page ended while it was being committed. */
  async function finish(jobId: string): Promise<void> {
    const handle = handles.get(jobId)
    if (!handle?.uploadId) return
    const { uploadId } = handle
    const attempt: Attempt = { transfer: undefined }
    handle.attempt = attempt
    const isCurrent = () => handle.attempt === attempt
    try {
      const { fileId } = await reach(jobId, isCurrent, () => edge.upload(uploadId))
      if (!isCurrent()) return
      if (fileId) return committed(jobId, uploadId, fileId)
      const options = await transferOptions(jobId, handle, uploadId, isCurrent)
      const name = jobOf(jobId)?.source.name ?? ''
      committed(jobId, uploadId, await finishTransfer(name, options))
    } catch (error) {
      if (!isCurrent()) return
      if (toFailure(error).code !== 'vod-refused') return fail(jobId, error)
      handle.attempt = undefined
      apply(jobId, { type: 'unsent' })
      sendNext()
    }
  }

  function committed(jobId: string, uploadId: UploadId, fileId: FileId): void {
    const handle = handles.get(jobId)
    if (handle) handle.attempt = undefined
    apply(jobId, { type: 'committed', fileId })
    sources.remove(jobId).catch(forgo)
    sendNext()
    void follow(jobId, uploadId, fileId)
  }

  async function transferOptions(
    jobId: string,
    handle: Handle,
    uploadId: UploadId,
    isWanted: () => boolean,
  ): Promise<TransferOptions> {
    const { endpoints } = await reach(jobId, isWanted, getConfig)
    const choice = jobOf(jobId)?.source.choice
    return {
      getSignature: async () => (await edge.signature(uploadId)).signature,
      endpoints,
      sessionKey: handle.sessionKey,
      compression: choice && { choice: toRaw(choice), jobId },
      listener: {
        session: (sessionKey) => {
          handle.sessionKey = sessionKey
          record(jobId)
        },
        progress: (sentBytes, result) => progress(jobId, sentBytes, result),
        interrupted: () => {
          handle.samples = []
          apply(jobId, { type: 'interrupted' })
        },
        sent: () => apply(jobId, { type: 'sent' }),
      },
    }
  }

  async function open(jobId: string, file: File, isWanted: () => boolean): Promise<UploadId> {
    const { name, size, type } = file
    return (await reach(jobId, isWanted, () => edge.openUpload({ name, size, type }))).uploadId
  }

  /** Repeats a call to the edge, with growing pauses, while the edge cannot be reached. */
  async function reach<T>(
    jobId: string,
    isWanted: () => boolean,
    call: () => Promise<T>,
  ): Promise<T> {
    for (let failures = 0; ;) {
      try {
        return await call()
      } catch (error) {
        if (!isWanted() || failures++ >= repetitions(toFailure(error))) throw error
        apply(jobId, { type: 'interrupted' })
        await wait(backoff(failures, Math.random()))
      }
    }
  }

  function fail(jobId: string, error: unknown): void {
    const failure = toFailure(error)
    const handle = handles.get(jobId)
    if (!handle) return
    handle.attempt = undefined
    if (failure.code === 'upload-not-found' || failure.code === 'upload-closed') {
      handle.uploadId = undefined
      handle.sessionKey = ''
    }
    apply(jobId, { type: 'failed', failure })
    sendNext()
  }

  function progress(jobId: string, sentBytes: number, result?: ResultProgress): void {
    const handle = handles.get(jobId)
    const job = jobOf(jobId)
    if (!handle || !job) return
    handle.samples = addSample(handle.samples, { time: performance.now(), bytes: sentBytes })
    const bytesPerSecond = speed(handle.samples)
    const left = (result?.totalBytes ?? job.source.size) - sentBytes
    const sendingLeft = bytesPerSecond > 0 ? Math.max(0, left) / bytesPerSecond : undefined
    const isEncoded = !result || result.encoded === 1
    // While it is compressed, sending waits for that, and its speed says little.
    const timeLeft = isEncoded ? sendingLeft : result.encodingLeft
    if (!result && bytesPerSecond > 0) measured(bytesPerSecond)
    const transferred = { sentBytes, speed: bytesPerSecond, timeLeft, ...(result && { result }) }
    apply(jobId, { type: 'progress', transferred })
  }

  /** Asks the edge what has become of it, until that is known for good. */
  async function follow(jobId: string, uploadId: UploadId, fileId: FileId): Promise<void> {
    let failures = 0
    let isUnheard = false
    while (jobOf(jobId)?.stage === 'processing')
      try {
        const { status, moderation, retryAfter } = await edge.upload(
          uploadId,
          // The edge asks VOD about a file it is told of, which costs more than waiting for VOD to tell.
          isUnheard ? fileId : undefined,
        )
        isUnheard = status === 'open'
        failures = 0
        apply(jobId, { type: 'status', status, inReview: moderation === 'review' })
        if (jobOf(jobId)?.stage === 'processing') await wait(retryAfter * 1000)
      } catch (error) {
        // The video is safe at VOD: only a lost upload is worth a failure, all else passes.
        if (error instanceof EdgeError && error.code === 'upload-not-found')
          return fail(jobId, error)
        await wait(backoff(++failures, Math.random()))
      }
  }

  /** Whether leaving the page would lose something. */
  const isBusy = computed(() =>
    jobs.value.some(
      (job) =>
        job.stage === 'uploading' ||
        job.stage === 'committing' ||
        (job.stage === 'paused' && !job.needs),
    ),
  )

  /** Whether the file of a job would have to be chosen again if the page were closed. */
  const isUnkept = computed(() =>
    jobs.value.some(({ jobId }) => unkept.value.has(jobId) && needsFile(jobId)),
  )

  /** The file of a job, if it is at hand. */
  async function fileOf(jobId: string): Promise<File | undefined> {
    const file = await findFile(jobId)
    return file instanceof File ? file : undefined
  }

  return { jobs, isKept, isUnkept, isBusy, restore, add, choose, fileOf, ...controls, forAll }
}

/** The studio's queue of jobs. */
export const useQueue = defineStore('queue', () => {
  const queue = createQueue({
    edge,
    startTransfer,
    finishTransfer,
    fingerprint,
    journal: journalStore,
    sources: sourceStore,
    locks: createJobLocks(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    measured: rememberUploadSpeed,
  })
  void queue.restore()
  return queue
})
