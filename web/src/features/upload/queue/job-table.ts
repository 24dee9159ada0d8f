import type { UploadId } from '@reelferry/contract'
import { type ShallowRef, shallowRef } from 'vue'
import type { Job } from '../job/job.ts'
import type { PartSizeRange } from '../transport/part-sizes.ts'
import type { Sample } from '../job/speed.ts'
import type { Transfer } from '../transport/transfer.ts'
import { type JobEvent, transition } from '../job/transition.ts'

/** What belongs to a job and is of no interest to a page. */
export interface Handle {
  /** Absent after the page was opened anew, until it is found or chosen again. */
  file: File | undefined
  fingerprint: string
  /** The picture that stands for it; absent after the page was opened anew, until it is found. */
  cover: File | undefined
  isSendingCover: boolean
  addedAt: number
  /** Whether it comes from an earlier page. */
  isRestored: boolean
  /** What earlier attempts left: the same upload and session go on where they stopped. */
  uploadId: UploadId | undefined
  sessionKey: string
  /** How what that session may have stored was cut: other parts would not be found again. */
  cuts: readonly PartSizeRange[]
  /** What is under way for it. One that is no longer here was canceled, and has nothing to say. */
  attempt: Attempt | undefined
  samples: Sample[]
}

export interface Attempt {
  transfer: Transfer | undefined
}

/** A handle of which no more is known than is given. */
export function newHandle(known: Partial<Handle> & Pick<Handle, 'fingerprint'>): Handle {
  return {
    file: undefined,
    cover: undefined,
    isSendingCover: false,
    addedAt: Date.now(),
    isRestored: false,
    uploadId: undefined,
    sessionKey: '',
    cuts: [],
    attempt: undefined,
    samples: [],
    ...known,
  }
}

/** The jobs of the queue, in order of arrival, each with its handle. */
export interface JobTable {
  jobs: ShallowRef<readonly Job[]>
  find(jobId: string): Job | undefined
  /** Absent for what can never be sent. */
  handle(jobId: string): Handle | undefined
  add(job: Job, handle?: Handle): void
  /** Lets something happen to a job. */
  apply(jobId: string, event: JobEvent): void
  remove(jobId: string): void
}

/** `changed` is told whenever a job has changed in more than its progress. */
export function createJobTable(changed: (jobId: string) => void): JobTable {
  // Jobs are values, replaced when something happens: with hundreds, looking into each for changes would take long.
  const jobs = shallowRef<readonly Job[]>([])
  const handles = new Map<string, Handle>()
  return {
    jobs,
    find: (jobId) => jobs.value.find((job) => job.jobId === jobId),
    handle: (jobId) => handles.get(jobId),
    add(job, handle) {
      if (handle) handles.set(job.jobId, handle)
      jobs.value = [...jobs.value, job]
    },
    apply(jobId, event) {
      jobs.value = jobs.value.map((job) => (job.jobId === jobId ? transition(job, event) : job))
      if (event.type !== 'progress') changed(jobId)
    },
    remove(jobId) {
      handles.delete(jobId)
      jobs.value = jobs.value.filter((job) => job.jobId !== jobId)
    },
  }
}
