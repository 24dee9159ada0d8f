import type { UploadId } from '@reelferry/contract'
import { computed, type Ref, shallowRef } from 'vue'
import type { Job } from '../job/job.ts'
import type { PartSizeRange } from '../transport/part-sizes.ts'
import type { Measurement } from '../job/time-left.ts'
import type { Transfer } from '../transport/transfer.ts'
import { type JobEvent, transition } from '../job/transition.ts'

/** Data of a job that the interface does not need. */
export interface JobRuntime {
  /** Absent on a restored job until its file is found or chosen again. */
  file: File | undefined
  fingerprint: string
  /** The chosen cover; absent on a restored job until it is read from storage. */
  cover: File | undefined
  /** A frame of the video, which becomes the cover if none is chosen. */
  frame: File | undefined
  /** Whether VOD has a frame that the edge does not know. */
  isFrameUnreported: boolean
  isSendingCover: boolean
  /** Whether this browser can compress the file; `undefined` until it is inspected. */
  canCompress: boolean | undefined
  /** Unix time in milliseconds. */
  addedAt: number
  /** Place in the queue: greater than that of the job before. At first the time when the job was added. */
  position: number
  /** Whether an earlier page added the job. */
  isRestored: boolean
  /** Upload and session of earlier attempts, which the next attempt resumes. */
  uploadId: UploadId | undefined
  sessionKey: string
  /** Part layout of the session. Stored parts are only found again with the same layout. */
  partLayout: readonly PartSizeRange[]
  /** The current attempt. Results of any other attempt are ignored, because that attempt was canceled. */
  attempt: Attempt | undefined
  /** Speed of the transfer; absent until it makes progress, and after a pause or an interruption. */
  measurement: Measurement | undefined
  /** When the next report for viewers is due, in ms of `performance.now`; absent until there is progress. */
  nextReportAt: number | undefined
}

export interface Attempt {
  transfer: Transfer | undefined
}

export function newRuntime(
  known: Partial<JobRuntime> & Pick<JobRuntime, 'fingerprint'>,
): JobRuntime {
  const addedAt = Date.now()
  return {
    file: undefined,
    cover: undefined,
    frame: undefined,
    isFrameUnreported: false,
    isSendingCover: false,
    canCompress: undefined,
    addedAt,
    position: known.addedAt ?? addedAt,
    isRestored: false,
    uploadId: undefined,
    sessionKey: '',
    partLayout: [],
    attempt: undefined,
    measurement: undefined,
    nextReportAt: undefined,
    ...known,
  }
}

/** The jobs of the queue, in the order in which they are sent. */
export interface JobTable {
  /** Without the hidden jobs. */
  jobs: Readonly<Ref<readonly Job[]>>
  /** Also finds hidden jobs. */
  find(jobId: string): Job | undefined
  /** Absent for a job that can never be sent. */
  runtime(jobId: string): JobRuntime | undefined
  /** Adds a new job at the end, and a restored job in its former place. */
  add(job: Job, runtime?: JobRuntime): void
  /** Applies an event to a job. */
  apply(jobId: string, event: JobEvent): void
  /** Hides a job that the creator removed while that can be undone. Only the list changes. */
  hide(jobId: string): void
  /** Shows a hidden job again, in its former place. */
  show(jobId: string): void
  /** Moves a job to an index of the list. Returns the ids of the jobs whose position changed. */
  move(jobId: string, toIndex: number): string[]
  remove(jobId: string): void
  /** Calls `listener` after every event except progress. */
  onChange(listener: (jobId: string) => void): void
}

export function createJobTable(): JobTable {
  // Jobs are immutable and replaced by events: with hundreds of jobs, deep reactivity would be slow.
  const all = shallowRef<readonly Job[]>([])
  const hidden = shallowRef<ReadonlySet<string>>(new Set())
  const jobs = computed(() =>
    hidden.value.size === 0 ? all.value : all.value.filter(({ jobId }) => !hidden.value.has(jobId)),
  )
  const runtimes = new Map<string, JobRuntime>()
  const listeners: ((jobId: string) => void)[] = []

  const positionOf = ({ jobId }: Job) => runtimes.get(jobId)?.position ?? -Infinity

  function add(job: Job, runtime?: JobRuntime): void {
    const last = Math.max(...all.value.map(positionOf))
    if (runtime && !runtime.isRestored) runtime.position = Math.max(runtime.position, last + 1)
    const { position = Infinity } = runtime ?? {}
    const next = all.value.findIndex((other) => positionOf(other) > position)
    if (runtime) runtimes.set(job.jobId, runtime)
    all.value = all.value.toSpliced(next < 0 ? all.value.length : next, 0, job)
  }

  function show(jobId: string): void {
    hidden.value = new Set([...hidden.value].filter((other) => other !== jobId))
  }

  function move(jobId: string, toIndex: number): string[] {
    const from = jobs.value.findIndex((job) => job.jobId === jobId)
    const [job, target] = [jobs.value[from], jobs.value[toIndex]]
    if (!job || !target || job === target) return []
    const others = all.value.filter((other) => other !== job)
    const index = others.indexOf(target) + (toIndex > from ? 1 : 0)
    all.value = others.toSpliced(index, 0, job)
    return updatePositions()
  }

  /** Distributes the positions again, so that they rise in the order of the list. */
  function updatePositions(): string[] {
    const ordered = all.value.flatMap((job) => {
      const runtime = runtimes.get(job.jobId)
      return runtime ? [{ jobId: job.jobId, runtime }] : []
    })
    const positions = ordered.map(({ runtime }) => runtime.position).sort((a, b) => a - b)
    let last = -Infinity
    return ordered.flatMap(({ jobId, runtime }, index) => {
      last = Math.max(positions[index] ?? 0, last + 1)
      if (runtime.position === last) return []
      runtime.position = last
      return [jobId]
    })
  }

  return {
    jobs,
    find: (jobId) => all.value.find((job) => job.jobId === jobId),
    runtime: (jobId) => runtimes.get(jobId),
    apply(jobId, event) {
      all.value = all.value.map((job) => (job.jobId === jobId ? transition(job, event) : job))
      if (event.type !== 'progress') for (const listener of listeners) listener(jobId)
    },
    hide: (jobId) => void (hidden.value = new Set([...hidden.value, jobId])),
    remove(jobId) {
      runtimes.delete(jobId)
      all.value = all.value.filter((job) => job.jobId !== jobId)
      show(jobId)
    },
    onChange: (listener) => void listeners.push(listener),
    ...{ add, show, move },
  }
}
