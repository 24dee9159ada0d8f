import type { FileId } from '@reelferry/contract'
import type { ReelferryUploaderEvents as Details } from '../../public/uploader.d.ts'
import { type Job, shownStage } from '../features/upload/job/job.ts'
import { jobProgress } from '../features/upload/job/progress.ts'

/** One event, by its name, with its detail. */
export type JobEvent = {
  [Name in keyof Details]: { name: Name; detail: Details[Name] }
}[keyof Details]

/** What of a job events tell; two that are equal are no news. */
interface Told {
  stage: ReturnType<typeof shownStage>
  percent: number
  fileId: FileId | undefined
  code: Details['reelferry-failed']['code'] | undefined
}

function toldOf(job: Job): Told {
  return {
    stage: shownStage(job),
    percent: Math.floor(jobProgress(job).percent),
    fileId: 'fileId' in job ? job.fileId : undefined,
    code: codeOf(job),
  }
}

function codeOf(job: Job): Told['code'] {
  if (job.stage === 'draft') return job.rejection
  if (job.stage === 'failed') return job.failure.code
  return job.stage === 'rejected' ? 'moderation-blocked' : undefined
}

/** What there is to tell a site of the jobs, `before` and `now`. `origin` is the studio's. */
export function jobEvents(before: readonly Job[], now: readonly Job[], origin: string): JobEvent[] {
  const earlier = new Map(before.map((job) => [job.jobId, job]))
  const present = new Set(now.map(({ jobId }) => jobId))
  const removed = before.filter(({ jobId }) => !present.has(jobId))
  return [
    ...removed.map((job): JobEvent => ({ name: 'reelferry-removed', detail: common(job) })),
    ...now.flatMap((job) => [...newsOf(earlier.get(job.jobId), job, origin)]),
  ]
}

const common = ({ jobId, source }: Job) => ({ jobId, name: source.name })

function* newsOf(before: Job | undefined, job: Job, origin: string): Generator<JobEvent> {
  const past = before && toldOf(before)
  const { stage, percent, fileId, code } = toldOf(job)
  const about = common(job)
  if (!past) yield { name: 'reelferry-added', detail: { ...about, size: job.source.size } }
  if (stage !== past?.stage || percent !== past.percent)
    yield { name: 'reelferry-progress', detail: { ...about, stage, percent } }
  if (fileId && fileId !== past?.fileId)
    yield { name: 'reelferry-uploaded', detail: { ...about, fileId } }
  if (code && (code !== past?.code || stage !== past.stage))
    yield { name: 'reelferry-failed', detail: { ...about, code } }
  if (fileId && stage === 'ready' && past?.stage !== 'ready') {
    const watchUrl = `${origin}/watch/${fileId}`
    const embedUrl = `${origin}/embed/${fileId}`
    yield { name: 'reelferry-ready', detail: { ...about, fileId, watchUrl, embedUrl } }
  }
}
