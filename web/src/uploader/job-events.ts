import type { FileId, UploadId } from '@reelferry/contract'
import type { ReelferryUploaderEvents as Details } from '../../public/uploader.d.ts'
import { type Job, shownStage } from '../features/upload/job/job.ts'
import { jobProgress } from '../features/upload/job/progress.ts'
import type { RefusedFile } from '../features/upload/queue/refused-files.ts'

/** One event of the element: name and detail. */
export type JobEvent = {
  [Name in keyof Details]: { name: Name; detail: Details[Name] }
}[keyof Details]

/** The state of a job that events report. Equal states cause no event. */
interface ReportedState {
  stage: ReturnType<typeof shownStage>
  percent: number
  videoId: UploadId | undefined
  fileId: FileId | undefined
  code: Details['reelferry-failed']['code'] | undefined
}

function reportedState(job: Job): ReportedState {
  return {
    stage: shownStage(job),
    percent: Math.floor(jobProgress(job).percent),
    videoId: 'uploadId' in job ? job.uploadId : undefined,
    fileId: 'fileId' in job ? job.fileId : undefined,
    code: codeOf(job),
  }
}

function codeOf(job: Job): ReportedState['code'] {
  if (job.stage === 'failed') return job.failure.code
  return job.stage === 'rejected' ? 'moderation-blocked' : undefined
}

/** Events for the changes from the jobs `before` to the jobs `now`. `origin` is the studio's origin. */
export function jobEvents(before: readonly Job[], now: readonly Job[], origin: string): JobEvent[] {
  const earlier = new Map(before.map((job) => [job.jobId, job]))
  const present = new Set(now.map(({ jobId }) => jobId))
  const removed = before.filter(({ jobId }) => !present.has(jobId))
  return [
    ...removed.map((job): JobEvent => ({ name: 'reelferry-removed', detail: commonDetail(job) })),
    ...now.flatMap((job) => [...changesOf(earlier.get(job.jobId), job, origin)]),
  ]
}

/** Events for the files that were refused since `before`. They have no job, so nothing else is reported of them. */
export function refusalEvents(
  before: readonly RefusedFile[],
  now: readonly RefusedFile[],
): JobEvent[] {
  const earlier = new Set(before.map(({ id }) => id))
  return now
    .filter(({ id }) => !earlier.has(id))
    .map(({ id, name, code }) => ({ name: 'reelferry-failed', detail: { jobId: id, name, code } }))
}

const commonDetail = ({ jobId, source }: Job) => ({ jobId, name: source.name })

function* changesOf(before: Job | undefined, job: Job, origin: string): Generator<JobEvent> {
  const past = before && reportedState(before)
  const { stage, percent, videoId, fileId, code } = reportedState(job)
  const common = commonDetail(job)
  const links = videoId && {
    videoId,
    watchUrl: `${origin}/watch/${videoId}`,
    embedUrl: `${origin}/embed/${videoId}`,
  }
  if (!past) yield { name: 'reelferry-added', detail: { ...common, size: job.source.size } }
  if (stage !== past?.stage || percent !== past.percent)
    yield { name: 'reelferry-progress', detail: { ...common, stage, percent } }
  if (links && videoId !== past?.videoId)
    yield { name: 'reelferry-opened', detail: { ...common, ...links } }
  if (fileId && fileId !== past?.fileId)
    yield { name: 'reelferry-uploaded', detail: { ...common, fileId } }
  if (code && (code !== past?.code || stage !== past.stage))
    yield { name: 'reelferry-failed', detail: { ...common, code } }
  if (fileId && links && stage === 'ready' && past?.stage !== 'ready')
    yield { name: 'reelferry-ready', detail: { ...common, fileId, ...links } }
}
