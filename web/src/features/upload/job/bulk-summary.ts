import { holdsSlot, type Job, type LostConnection } from './job.ts'
import { jobProgress } from './progress.ts'
import { roundTimeLeft } from './time-left.ts'

/** All jobs together, in one line. */
export interface BulkSummary {
  /**
   * `running`: something is being sent. `offline`: everything that is being sent waits for a connection. `paused`:
   * nothing is being sent, and something is paused. `drafts`: nothing is started, and something can be. `done`:
   * nothing is left to start.
   */
  kind: 'drafts' | 'running' | 'paused' | 'offline' | 'done'
  /** Number of drafts if they are the topic, otherwise of all jobs that were started and not canceled. */
  count: number
  /**
   * `running`: position of the last job that is being sent. `offline`: number of jobs that wait for a connection.
   * `paused`: number of paused jobs. `done`: number of published videos. `drafts`: 0.
   */
  current: number
  /** Bytes of the files that are sent, as far as they are sent, and in total. A result counts with its own size. */
  sentBytes: number
  totalBytes: number
  /** Progress from 0 to 100: that of the jobs, each with the weight of its bytes. */
  percent: number
  /** Seconds until everything is sent, rounded like the time left of a job; `undefined` while unknown. */
  secondsLeft: number | undefined
  /** Number of videos that VOD prepares. */
  busy: number
  /** Number of jobs that cannot continue without the creator. */
  attention: number
}

/** Whether a job waits for the creator to choose its file again. */
const lacksFile = (job: Job) => job.stage === 'paused' && job.missing === 'file'

/** Whether a job is being sent, waits for a slot or waits for the network. */
const isActive = (job: Job) => job.stage === 'uploading' || job.stage === 'committing'

/** Whether a job is being sent, or is paused in the middle of that. */
const isOpen = (job: Job) => isActive(job) || (job.stage === 'paused' && !lacksFile(job))

/** Whether everything of a job is stored at VOD. */
const isSent = ({ stage }: Job) =>
  stage === 'committing' || stage === 'processing' || stage === 'ready' || stage === 'rejected'

/** The lost connection, if all jobs that have a slot wait for it: with the time of the first retry, if one is planned. */
export function lostConnectionOfAll(jobs: readonly Job[]): LostConnection | undefined {
  const running = jobs.filter(holdsSlot)
  const lost = running.flatMap((job) =>
    job.stage === 'uploading' && job.lostConnection ? [job.lostConnection] : [],
  )
  if (running.length === 0 || lost.length < running.length) return undefined
  const times = lost.flatMap(({ retryAt }) => (retryAt === undefined ? [] : [retryAt]))
  return times.length > 0 ? { retryAt: Math.min(...times) } : {}
}

/** Bytes that a job sends: of its result as soon as its size is known or expected, before that of its source. */
function totalBytesOf(job: Job): number {
  if (job.stage === 'uploading' || job.stage === 'paused')
    return job.transferred.result?.totalBytes ?? job.source.size
  return ('resultBytes' in job ? job.resultBytes : undefined) ?? job.source.size
}

function sentBytesOf(job: Job): number {
  if (isSent(job)) return totalBytesOf(job)
  if (job.stage !== 'uploading' && job.stage !== 'paused') return 0
  return Math.min(job.transferred.sentBytes, totalBytesOf(job))
}

/** Whether the file of a draft is sent as it is. The size of a compressed or trimmed video is not known before. */
const isSentUnchanged = ({ source: { choice, trim } }: Job) =>
  !trim && (choice === undefined || choice.quality === 'Original')

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

/**
 * Summarizes all jobs.
 * @param uploadSpeed bytes per second of earlier uploads, to estimate the time for drafts
 */
export function bulkSummary(jobs: readonly Job[], uploadSpeed?: number): BulkSummary {
  const kind = kindOf(jobs)
  const drafts = jobs.filter(({ stage }) => stage === 'draft')
  const started = jobs.filter(({ stage }) => stage !== 'draft' && stage !== 'canceled')
  const counted = kind === 'drafts' ? drafts : started.filter((job) => isOpen(job) || isSent(job))
  const sentBytes = sum(counted.map(sentBytesOf))
  const totalBytes = sum(counted.map(totalBytesOf))
  const numberOf = (stage: Job['stage']) => started.filter((job) => job.stage === stage).length
  const current = {
    drafts: 0,
    running: Math.max(1, counted.filter((job) => isSent(job) || holdsSlot(job)).length),
    offline: numberOf('uploading'),
    paused: counted.filter(({ stage }) => stage === 'paused').length,
    done: numberOf('ready'),
  }[kind]
  return {
    kind,
    // A job that failed is not a part of the work that is left, but of the result.
    count: kind === 'done' ? started.length : counted.length,
    current,
    sentBytes,
    totalBytes,
    percent: percentOf(counted, totalBytes),
    secondsLeft: secondsLeftOf(kind, counted, totalBytes - sentBytes, uploadSpeed),
    busy: numberOf('processing'),
    attention: numberOf('failed') + numberOf('rejected') + started.filter(lacksFile).length,
  }
}

/** The percentages of the cards, combined. If they had another scale, one of the two would look wrong. */
function percentOf(jobs: readonly Job[], totalBytes: number): number {
  const weighted = jobs.map((job) => jobProgress(job).percent * totalBytesOf(job))
  return totalBytes > 0 ? sum(weighted) / totalBytes : 0
}

function kindOf(jobs: readonly Job[]): BulkSummary['kind'] {
  if (jobs.some(isActive)) return lostConnectionOfAll(jobs) ? 'offline' : 'running'
  if (jobs.some(isOpen)) return 'paused'
  return jobs.some(({ stage }) => stage === 'draft') ? 'drafts' : 'done'
}

function secondsLeftOf(
  kind: BulkSummary['kind'],
  jobs: readonly Job[],
  remainingBytes: number,
  uploadSpeed: number | undefined,
): number | undefined {
  if (kind === 'drafts')
    return uploadSpeed && jobs.every(isSentUnchanged)
      ? roundTimeLeft(remainingBytes / uploadSpeed)
      : undefined
  if (kind !== 'running') return undefined
  const running = jobs.flatMap((job) =>
    job.stage === 'uploading' && holdsSlot(job) ? [job.transferred] : [],
  )
  const known = running.filter(
    ({ speed, remainingSeconds }) => speed > 0 && remainingSeconds !== undefined,
  )
  if (known.length === 0) return undefined
  // Jobs that are sent at the same time share the network: a job that has just started will be as fast as the others.
  const speed = (sum(known.map((transferred) => transferred.speed)) / known.length) * running.length
  const longest = Math.max(...known.map(({ remainingSeconds = 0 }) => remainingSeconds))
  return roundTimeLeft(Math.max(longest, remainingBytes / speed))
}

/**
 * Progress of all jobs that are being sent or paused, from 0 to 100, or `undefined` if there is none.
 */
export function totalPercent(jobs: readonly Job[]): number | undefined {
  return jobs.some(isOpen) ? bulkSummary(jobs).percent : undefined
}
