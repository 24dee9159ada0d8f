import { watch } from 'vue'
import { announce } from '../../../design/announcer.ts'
import { spellPercent, t } from '../../../i18n/index.ts'
import type { Job } from '../model/job.ts'
import { jobProgress } from '../model/progress.ts'
import { stageText } from './stage-text.ts'

/** A quarter of the way is worth a word, each percent is not. */
const step = 25

/** What to say of a job so that nothing is said twice: it changes when there is news. */
function news(job: Job): { key: string; text: string } {
  const name = job.source.name
  const reached = Math.floor(jobProgress(job).percent / step) * step
  if (job.stage === 'uploading' && job.activity === 'sending' && reached > 0)
    return {
      key: `sending ${reached}`,
      text: t('announcePercent', { name, percent: spellPercent(reached) }),
    }
  const stage = stageText(job)
  return { key: stage, text: t('announceStage', { name, stage }) }
}

/** Says how the jobs go: each stage, and each quarter sent, once. */
export function useAnnouncements(jobs: () => readonly Job[]): void {
  let said = new Map<string, string>()
  watch(
    jobs,
    (current) => {
      const latest = current.map((job) => ({ jobId: job.jobId, ...news(job) }))
      const fresh = latest.filter(({ jobId, key }) => said.get(jobId) !== key)
      said = new Map(latest.map(({ jobId, key }) => [jobId, key]))
      if (fresh.length > 0) announce(fresh.map(({ text }) => text).join('. '))
    },
    { deep: true },
  )
}
