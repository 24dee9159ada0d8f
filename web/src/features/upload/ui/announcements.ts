import { onScopeDispose, watch } from 'vue'
import { announce } from '../../../composables/announcer.ts'
import { spellPercent } from '../../../i18n/index.ts'
import type { Job } from '../job/job.ts'
import { jobProgress, totalPercent } from '../job/progress.ts'
import { stageText } from './stage-text.ts'
import { tQueue } from '../../../i18n/chunks/queue.ts'

/** A quarter of the way is worth a word, each percent is not. */
const step = 25

/** So many videos at once are told of each by itself; of more, the way of all together. */
const mostAlone = 3

/** What happens within this time, in ms, is said as one. */
const togetherMs = 500

const quarter = (percent: number) => Math.floor(percent / step) * step

/** Stages on the way, which come and go for each of many videos. */
const onTheWay: Job['stage'][] = ['uploading', 'committing', 'processing']

/** What to say of a job so that nothing is said twice: it changes when there is news. */
function newsOf(job: Job): { key: string; what: string } {
  const reached = quarter(jobProgress(job).percent)
  if (job.stage === 'uploading' && job.activity === 'sending' && reached > 0)
    return { key: `sending ${reached}`, what: spellPercent(reached) }
  const what = stageText(job)
  // A connection that comes and goes is said once a quarter.
  return { key: job.stage === 'uploading' ? `${what} ${reached}` : job.stage + what, what }
}

/** What is true of these jobs now, those of which the same is true in one. */
function sentences(jobs: readonly Job[]): string[] {
  const names = Map.groupBy(jobs, (job) => newsOf(job).what)
  return [...names].map(([what, [first, ...others]]) =>
    others.length === 0
      ? tQueue('announceJob', { name: first?.source.name ?? '', what })
      : tQueue('announceJobs', { count: others.length + 1, what }),
  )
}

/** Says how the jobs go: each stage, and each quarter sent, once, and what happens to many of them in one sentence. */
export function useAnnouncements(jobs: () => readonly Job[]): void {
  /** Of each job, its stage and what was said of it in that. */
  let said = new Map<string, { stage: Job['stage']; keys: Set<string> }>()
  let totalSaid = 0
  /** Of whom there is news. */
  let fresh = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  /** What has changed again meanwhile is said as it is now. */
  function speak() {
    timer = undefined
    const told = jobs().filter(({ jobId }) => fresh.has(jobId))
    fresh = new Set()
    const total = quarter(totalPercent(jobs()) ?? 0)
    const isTotalNews = jobs().length > mostAlone && total > totalSaid
    totalSaid = total
    const all = isTotalNews ? [tQueue('total', { percent: spellPercent(total) })] : []
    const text = [...sentences(told), ...all].join('. ')
    if (text) announce(text)
  }

  watch(jobs, (current) => {
    said = new Map(
      current.map((job) => {
        const { key } = newsOf(job)
        const before = said.get(job.jobId)
        const keys = before?.stage === job.stage ? before.keys : new Set<string>()
        const isAlone = current.length <= mostAlone || !onTheWay.includes(job.stage)
        if (isAlone && !keys.has(key)) fresh.add(job.jobId)
        return [job.jobId, { stage: job.stage, keys: keys.add(key) }]
      }),
    )
    const isTotalNews =
      current.length > mostAlone && quarter(totalPercent(current) ?? 0) > totalSaid
    if (fresh.size > 0 || isTotalNews) timer ??= setTimeout(speak, togetherMs)
  })
  onScopeDispose(() => clearTimeout(timer))
}
