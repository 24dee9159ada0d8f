import { onScopeDispose, watch } from 'vue'
import { announce } from '../../../composables/announcer.ts'
import { spellPercent } from '../../../i18n/percent.ts'
import type { Job } from '../job/job.ts'
import { totalPercent } from '../job/bulk-summary.ts'
import { jobProgress } from '../job/progress.ts'
import { stageText } from './stage-text.ts'
import { tQueue } from '../../../i18n/chunks/queue.ts'

/** Progress is announced at every 25 percent: each percent would be too much to listen to. */
const stepPercent = 25

/** Up to this number of jobs, the progress of each is announced; with more jobs, only their total progress. */
const maxSingleJobs = 3

/** Changes within this time, in ms, are announced together. */
const batchMs = 500

const lastStep = (percent: number) => Math.floor(percent / stepPercent) * stepPercent

/** Stages in which a job is in progress. */
const stagesInProgress: Job['stage'][] = ['uploading', 'committing', 'processing']

/** The announcement of a job. It is announced again when its `key` changes. */
function announcementOf(job: Job): { key: string; text: string } {
  const reached = lastStep(jobProgress(job).percent)
  if (job.stage === 'uploading' && job.activity === 'sending' && reached > 0)
    return { key: `sending ${reached}`, text: spellPercent(reached) }
  const text = stageText(job)
  // An unstable connection is announced once per step.
  return { key: job.stage === 'uploading' ? `${text} ${reached}` : job.stage + text, text }
}

/** One sentence for all jobs with the same announcement. */
function sentences(jobs: readonly Job[]): string[] {
  const groups = Map.groupBy(jobs, (job) => announcementOf(job).text)
  return [...groups].map(([what, [first, ...others]]) =>
    others.length === 0
      ? tQueue('announceJob', { name: first?.source.name ?? '', what })
      : tQueue('announceJobs', { count: others.length + 1, what }),
  )
}

/** Announces the stages and the progress of the jobs to screen readers, each once. */
export function useAnnouncements(jobs: () => readonly Job[]): void {
  /** Current stage of each job, and the keys that were announced in this stage. */
  let announced = new Map<string, { stage: Job['stage']; keys: Set<string> }>()
  let announcedTotal = 0
  /** Jobs with a new announcement. */
  let changedJobs = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Announces the current state, which may be newer than the change that started the timer. */
  function announceChanges() {
    timer = undefined
    const changed = jobs().filter(({ jobId }) => changedJobs.has(jobId))
    changedJobs = new Set()
    const total = lastStep(totalPercent(jobs()) ?? 0)
    const isTotalDue = jobs().length > maxSingleJobs && total > announcedTotal
    announcedTotal = total
    const all = isTotalDue ? [tQueue('total', { percent: spellPercent(total) })] : []
    const text = [...sentences(changed), ...all].join('. ')
    if (text) announce(text)
  }

  watch(jobs, (current) => {
    announced = new Map(
      current.map((job) => {
        const { key } = announcementOf(job)
        const before = announced.get(job.jobId)
        const keys = before?.stage === job.stage ? before.keys : new Set<string>()
        const isSingle = current.length <= maxSingleJobs || !stagesInProgress.includes(job.stage)
        if (isSingle && !keys.has(key)) changedJobs.add(job.jobId)
        return [job.jobId, { stage: job.stage, keys: keys.add(key) }]
      }),
    )
    const isTotalDue =
      current.length > maxSingleJobs && lastStep(totalPercent(current) ?? 0) > announcedTotal
    if (changedJobs.size > 0 || isTotalDue) timer ??= setTimeout(announceChanges, batchMs)
  })
  onScopeDispose(() => clearTimeout(timer))
}
