import { watch } from 'vue'
import { announce } from '../../../design/announcer.ts'
import { fill, spellPercent } from '../../../i18n/index.ts'
import type { Job } from '../model/job.ts'
import { jobProgress } from '../model/progress.ts'
import { stageText } from './stage-text.ts'
import { texts } from './texts.ts'

/** A quarter of the way is worth a word, each percent is not. */
const step = 25

/** What to say of a job so that nothing is said twice: it changes when there is news. */
function news(job: Job): { key: string; text: string } {
  const name = job.source.name
  const reached = Math.floor(jobProgress(job).percent / step) * step
  if (job.stage === 'uploading' && job.activity === 'sending' && reached > 0)
    return {
      key: `sending ${reached}`,
      text: fill(texts().announcePercent, { name, percent: spellPercent(reached) }),
    }
  const stage = stageText(job)
  // A connection that comes and goes is said once a quarter.
  const key = job.stage === 'uploading' ? `${stage} ${reached}` : job.stage + stage
  return { key, text: fill(texts().announceStage, { name, stage }) }
}

/** Says how the jobs go: each stage, and each quarter sent, once. */
export function useAnnouncements(jobs: () => readonly Job[]): void {
  /** Of each job, its stage and what was said of it in that. */
  let said = new Map<string, { stage: Job['stage']; keys: Set<string> }>()
  watch(
    jobs,
    (current) => {
      const fresh: string[] = []
      said = new Map(
        current.map((job) => {
          const { key, text } = news(job)
          const before = said.get(job.jobId)
          const keys = before?.stage === job.stage ? before.keys : new Set<string>()
          if (!keys.has(key)) fresh.push(text)
          return [job.jobId, { stage: job.stage, keys: keys.add(key) }]
        }),
      )
      if (fresh.length > 0) announce(fresh.join('. '))
    },
    { deep: true },
  )
}
