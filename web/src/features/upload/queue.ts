import {
  refuseSourceFile,
  type FileId,
  type PublicConfig,
  type UploadId,
} from '@reelferry/contract'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { type Edge, edge, EdgeError } from '../../edge.ts'
import { fingerprint } from './adapters/fingerprint.ts'
import { type JournalStore, journalStore, whenAlone } from './adapters/journal-store.ts'
import { startTransfer } from './adapters/start-transfer.ts'
import { backoff } from './model/backoff.ts'
import { toFailure } from './model/failure.ts'
import type { Job } from './model/job.ts'
import { type JournalEntry, phaseOf, restoredJob } from './model/journal.ts'
import { addSample, type Sample, speed } from './model/speed.ts'
import type { StartTransfer, Transfer } from './model/transfer.ts'
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
  transfer: Transfer | undefined
  samples: Sample[]
}

/** The outside, as far as the queue needs it. */
export interface QueueDependencies {
  edge: Pick<Edge, 'config' | 'openUpload' | 'signature' | 'upload'>
  startTransfer: StartTransfer
  fingerprint: (file: File) => Promise<string>
  journal: JournalStore
  wait: (ms: number) => Promise<void>
}

/** The queue over any outside; the studio's own is {@link useQueue}. */
export function createQueue({
  edge,
  startTransfer,
  fingerprint,
  journal,
  wait,
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
    const { name, size, type } = job.source
    const entry: JournalEntry = {
      jobId,
      addedAt,
      source: { name, size, type },
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
        transfer: undefined,
        samples: [],
      })
    jobs.value = [...entries.map(restoredJob), ...jobs.value]
    for (const { jobId, uploadId, fileId, phase } of entries)
      if (phase === 'processing' && uploadId && fileId)
        follow(jobId, uploadId, fileId).catch((error: unknown) => fail(jobId, error))
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
    const { maxFileBytes } = await getConfig()
    for (const file of files) {
      const { name, size, type } = file
      const refusal = refuseSourceFile(file, maxFileBytes)
      const content = refusal ? '' : await fingerprint(file)
      if (!refusal && adopt(file, content)) continue
      const jobId = crypto.randomUUID()
      handles.set(jobId, {
        file,
        fingerprint: content,
        addedAt: Date.now(),
        uploadId: undefined,
        sessionKey: '',
        transfer: undefined,
        samples: [],
      })
      const source = { name, size, type }
      jobs.value = [...jobs.value, { jobId, source, stage: 'draft', ...(refusal && { refusal }) }]
      record(jobId)
    }
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
    handle?.transfer?.pause()
    if (handle) handle.samples = []
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
    jobs.value = jobs.value.filter((job) => job.jobId !== jobId)
    sendNext()
  }

  function endTransfer(jobId: string): void {
    const handle = handles.get(jobId)
    if (!handle?.transfer) return
    handle.transfer.cancel()
    handle.transfer = undefined
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
      const transfer = handles.get(job.jobId)?.transfer
      if (transfer) transfer.resume()
      else void send(job.jobId)
    }
  }

  async function send(jobId: string): Promise<void> {
    const handle = handles.get(jobId)
    if (!handle?.file) return
    try {
      const uploadId = (handle.uploadId ??= await open(handle.file))
      apply(jobId, { type: 'opened', uploadId })
      const { endpoints } = await getConfig()
      const transfer = await startTransfer(handle.file, handle.fingerprint, {
        getSignature: async () => (await edge.signature(uploadId)).signature,
        endpoints,
        sessionKey: handle.sessionKey,
        listener: {
          session: (sessionKey) => {
            handle.sessionKey = sessionKey
            record(jobId)
          },
          progress: (sentBytes) => progress(jobId, sentBytes),
          interrupted: () => {
            handle.samples = []
            apply(jobId, { type: 'interrupted' })
          },
          sent: () => apply(jobId, { type: 'sent' }),
        },
      })
      // Canceled or paused while it was being prepared.
      const stage = jobOf(jobId)?.stage
      if (stage !== 'uploading' && stage !== 'paused') {
        transfer.done.catch(() => undefined)
        return transfer.cancel()
      }
      handle.transfer = transfer
      if (stage === 'paused') transfer.pause()
      const fileId = await transfer.done
      if (handle.transfer !== transfer) return
      handle.transfer = undefined
      apply(jobId, { type: 'committed', fileId })
      sendNext()
      await follow(jobId, uploadId, fileId)
    } catch (error) {
      fail(jobId, error)
    }
  }

  async function open({ name, size, type }: File): Promise<UploadId> {
    return (await edge.openUpload({ name, size, type })).uploadId
  }

  function fail(jobId: string, error: unknown): void {
    const failure = toFailure(error)
    const handle = handles.get(jobId)
    if (!handle) return
    handle.transfer = undefined
    if (failure.code === 'upload-not-found' || failure.code === 'upload-closed') {
      handle.uploadId = undefined
      handle.sessionKey = ''
    }
    apply(jobId, { type: 'failed', failure })
    sendNext()
  }

  function progress(jobId: string, sentBytes: number): void {
    const handle = handles.get(jobId)
    const job = jobOf(jobId)
    if (!handle || !job) return
    handle.samples = addSample(handle.samples, { time: performance.now(), bytes: sentBytes })
    const bytesPerSecond = speed(handle.samples)
    const timeLeft = bytesPerSecond > 0 ? (job.source.size - sentBytes) / bytesPerSecond : undefined
    const transferred = { sentBytes, speed: bytesPerSecond, timeLeft }
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
        if (error instanceof EdgeError && error.code === 'upload-not-found') throw error
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

  return {
    jobs,
    isKept,
    isBusy,
    canStartSeveral,
    restore,
    add,
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
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  })
  whenAlone(queue.restore)
  return queue
})
