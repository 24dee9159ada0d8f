import type { UploadId } from '@reelferry/contract'
import { type ShallowRef, shallowRef } from 'vue'
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
  isSendingCover: boolean
  /** Unix time in milliseconds. */
  addedAt: number
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
}

export interface Attempt {
  transfer: Transfer | undefined
}

export function newRuntime(
  known: Partial<JobRuntime> & Pick<JobRuntime, 'fingerprint'>,
): JobRuntime {
  return {
    file: undefined,
    cover: undefined,
    isSendingCover: false,
    addedAt: Date.now(),
    isRestored: false,
    uploadId: undefined,
    sessionKey: '',
    partLayout: [],
    attempt: undefined,
    measurement: undefined,
    ...known,
  }
}

/** The jobs of the queue, in the order in which they were added. */
export interface JobTable {
  jobs: ShallowRef<readonly Job[]>
  find(jobId: string): Job | undefined
  /** Absent for a job that can never be sent. */
  runtime(jobId: string): JobRuntime | undefined
  add(job: Job, runtime?: JobRuntime): void
  /** Applies an event to a job. */
  apply(jobId: string, event: JobEvent): void
  remove(jobId: string): void
  /** Calls `listener` after every event except progress. */
  onChange(listener: (jobId: string) => void): void
}

export function createJobTable(): JobTable {
  // Jobs are immutable and replaced by events: with hundreds of jobs, deep reactivity would be slow.
  const jobs = shallowRef<readonly Job[]>([])
  const runtimes = new Map<string, JobRuntime>()
  const listeners: ((jobId: string) => void)[] = []
  return {
    jobs,
    find: (jobId) => jobs.value.find((job) => job.jobId === jobId),
    runtime: (jobId) => runtimes.get(jobId),
    add(job, runtime) {
      if (runtime) runtimes.set(job.jobId, runtime)
      jobs.value = [...jobs.value, job]
    },
    apply(jobId, event) {
      jobs.value = jobs.value.map((job) => (job.jobId === jobId ? transition(job, event) : job))
      if (event.type !== 'progress') for (const listener of listeners) listener(jobId)
    },
    remove(jobId) {
      runtimes.delete(jobId)
      jobs.value = jobs.value.filter((job) => job.jobId !== jobId)
    },
    onChange: (listener) => void listeners.push(listener),
  }
}
