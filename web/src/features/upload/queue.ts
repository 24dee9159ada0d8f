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
import { fingerprint } from './adapters/fingerprint.ts'
import { type JournalStore, journalStore, whenAlone } from './adapters/journal-store.ts'
import { startTransfer } from './adapters/start-transfer.ts'
import { backoff } from './model/backoff.ts'
import { toFailure } from './model/failure.ts'
import type { Job } from './model/job.ts'
import { type JournalEntry, phaseOf, restoredJob } from './model/journal.ts'
import { addSample, type Sample, speed } from './model/speed.ts'
import type { ResultProgress, StartTransfer, Transfer } from './model/transfer.ts'
import { canStart, type JobEvent, transition } from './model/transition.ts'

/** How many videos are sent at the same time; each already uses six connections. */
const mostSending = 2

/** What belongs to a job and is of no interest to a page. */
interface Handle {
  /** Absent after the page was opened anew, until it is chosen again. */
  file: File | undefined
  fingerprint: string
  addedAt: number
  /** What earlier attempts left: the same upload and session go on where they stopped. */
  uploadId: UploadId | undefined
  sessionKey: string
  /** What is under way for it. One that is no longer here was canceled, and has nothing to say. */
  attempt: { transfer: Transfer | undefined } | undefined
  samples: Sample[]
}

/** The outside, as far as the queue needs it. */
export interface QueueDependencies {
  edge: Pick<Edge, 'config' | 'openUpload' | 'signature' | 'upload'>
  startTransfer: StartTransfer
  fingerprint: (file: File) => Promise<string>
  journal: JournalStore
  /** Removes what was made of a job's file. */
  removeResult: (jobId: string) => Promise<void>
  wait: (ms: number) => Promise<void>
  /** Told the speed of sending, in bytes a second, for later plans. */
  measured: (bytesPerSecond: number) => void
}

/** The queue over any outside; the studio's own is {@link useQueue}. */
export function createQueue({
  edge,
  startTransfer,
  fingerprint,
  journal,
  removeResult,
  wait,
  measured,
}: QueueDependencies) {
  const jobs = ref<Job[]>([])
  const handles = new Map<string, Handle>()
  /** Whether the journal keeps what must outlive the page; not every private window does. */
  const isKept = ref(true)
  let config: Promise<PublicConfig> | undefined

  const jobOf = (jobId: string) => jobs.value.find((job) => job.jobId === jobId)

  function apply(jobId: string, event: JobEvent): void {
    jobs.value = jobs.value.map((job) => (job.jobId === jobId ? transition(job, event) : job))
    if (event.type !== 'progress') record(jobId)
  }

  /** Keeps what must outlive the page. Without a journal the queue works as long as the page is open. */
  function record(jobId: string): void {
    const job = jobOf(jobId)
    const handle = handles.get(jobId)
    if (!job || !handle || (job.stage === 'draft' && job.refusal)) return
    const { fingerprint, addedAt, uploadId, sessionKey } = handle
    const fileId = 'fileId' in job ? job.fileId : undefined
    const entry: JournalEntry = {
      jobId,
      addedAt,
      source: structuredClone(toRaw(job.source)),
      fingerprint,
      sessionKey,
      phase: phaseOf(job),
      ...(uploadId && { uploadId }),
      ...(fileId && { fileId }),
    }
    journal.put(entry).catch(() => (isKept.value = false))
  }

  /** Brings back what an earlier page left: what was sent is followed, the rest waits for its file. */
  async function restore(): Promise<void> {
    const known = new Set(jobs.value.map(({ jobId }) => jobId))
    const stored = await journal.all().catch(() => {
      isKept.value = false
      return []
    })
    const entries = stored.filter(({ jobId }) => !known.has(jobId))
    for (const { jobId, fingerprint, addedAt, uploadId, sessionKey } of entries)
      handles.set(jobId, {
        file: undefined,
        fingerprint,
        addedAt,
        uploadId,
        sessionKey,
        attempt: undefined,
        samples: [],
      })
    jobs.value = [...entries.map(restoredJob), ...jobs.value]
    for (const { jobId, uploadId, fileId, phase } of entries)
      if (phase === 'processing' && uploadId && fileId) void follow(jobId, uploadId, fileId)
  }

  /** Gives a file back to the job that lost it, if its content is the same; then goes on. */
  function adopt(file: File, content: string): boolean {
    const job = jobs.value.find(
      (one) =>
        one.stage === 'paused' &&
        one.needsFile &&
        one.source.size === file.size &&
        handles.get(one.jobId)?.fingerprint === content,
    )
    const handle = job && handles.get(job.jobId)
    if (!handle) return false
    handle.file = file
    apply(job.jobId, { type: 'file-found' })
    resume(job.jobId)
    return true
  }

  function getConfig(): Promise<PublicConfig> {
    config ??= edge.config()
    config.catch(() => (config = undefined))
    return config
  }

  async function add(files: Iterable<File>): Promise<void> {
    // Where the limit cannot be learned now, the edge tells it when the upload is opened.
    const maxFileBytes = await getConfig().then(
      (config) => config.maxFileBytes,
      () => Infinity,
    )
    for (const file of files) {
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
      handles.set(common.jobId, {
        file,
        fingerprint: content,
        addedAt: Date.now(),
        uploadId: undefined,
        sessionKey: '',
        attempt: undefined,
        samples: [],
      })
      jobs.value = [...jobs.value, { ...common, stage: 'draft' }]
      record(common.jobId)
    }
  }

  /** Chooses what is made of a video before it is sent. */
  function choose(jobId: string, choice: Choice): void {
    apply(jobId, { type: 'choose', choice })
  }

  function start(jobId: string): void {
    apply(jobId, { type: 'start' })
    sendNext()
  }

  function startAll(): void {
    for (const job of jobs.value) if (job.stage === 'draft') apply(job.jobId, { type: 'start' })
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

  function resume(jobId: string): void {
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
    journal.remove(jobId).catch(() => (isKept.value = false))
    dropResult(jobId)
    jobs.value = jobs.value.filter((job) => job.jobId !== jobId)
    sendNext()
  }

  /** A browser that has no such files has none to remove. */
  function dropResult(jobId: string): void {
    removeResult(jobId).catch(() => (isKept.value = false))
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

  async function send(jobId: string): Promise<void> {
    const handle = handles.get(jobId)
    if (!handle?.file) return
    const attempt: NonNullable<Handle['attempt']> = { transfer: undefined }
    handle.attempt = attempt
    const isCurrent = () => handle.attempt === attempt
    try {
      const uploadId = handle.uploadId ?? (await open(handle.file))
      if (!isCurrent()) return
      handle.uploadId = uploadId
      apply(jobId, { type: 'opened', uploadId })
      const { endpoints } = await getConfig()
      const choice = jobOf(jobId)?.source.choice
      const transfer = await startTransfer(handle.file, handle.fingerprint, {
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
      })
      if (!isCurrent()) {
        transfer.done.catch(() => undefined)
        return transfer.cancel()
      }
      attempt.transfer = transfer
      // Paused, and maybe resumed past its turn, while it was being prepared.
      const job = jobOf(jobId)
      if (job && !isSending(job)) transfer.pause()
      const fileId = await transfer.done
      if (!isCurrent()) return
      handle.attempt = undefined
      apply(jobId, { type: 'committed', fileId })
      dropResult(jobId)
      sendNext()
      void follow(jobId, uploadId, fileId)
    } catch (error) {
      if (isCurrent()) fail(jobId, error)
    }
  }

  async function open({ name, size, type }: File): Promise<UploadId> {
    return (await edge.openUpload({ name, size, type })).uploadId
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
        (job.stage === 'paused' && !job.needsFile),
    ),
  )

  const canStartSeveral = computed(
    () => jobs.value.filter((job) => job.stage === 'draft' && canStart(job)).length > 1,
  )

  /** The file of a job, if it is at hand. */
  const fileOf = async (jobId: string): Promise<File | undefined> => handles.get(jobId)?.file

  return {
    jobs,
    isKept,
    isBusy,
    canStartSeveral,
    restore,
    add,
    choose,
    fileOf,
    start,
    startAll,
    pause,
    resume,
    cancel,
    retry: start,
    remove,
  }
}

/** The studio's queue of jobs. */
export const useQueue = defineStore('queue', () => {
  const queue = createQueue({
    edge,
    startTransfer,
    fingerprint,
    journal: journalStore,
    removeResult: async (jobId) => {
      const results = await import('../compress/adapters/output-files.ts')
      await results.removeOutputFile(results.outputNameOf(jobId))
    },
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    measured: rememberUploadSpeed,
  })
  whenAlone(queue.restore)
  return queue
})
