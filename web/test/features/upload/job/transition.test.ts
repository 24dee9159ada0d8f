import type { FileId, UploadId, UploadStatus } from '@reelferry/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../../src/features/upload/job/failure.ts'
import { type Job, shownStage, type Stage } from '../../../../src/features/upload/job/job.ts'
import { jobProgress } from '../../../../src/features/upload/job/progress.ts'
import { type JobEvent, transition } from '../../../../src/features/upload/job/transition.ts'

const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId
const fileId = '1' as FileId
const draft: Job = {
  jobId: 'a',
  source: { name: 'a.mp4', size: 1000, type: 'video/mp4' },
  stage: 'draft',
}
const lost: Failure = { code: 'network-lost', retryable: true }
const permanent: Failure = { code: 'not-a-video', retryable: false }
const sent = (sentBytes: number) => ({ sentBytes, speed: 10, remainingSeconds: 5 })

const run = (...events: JobEvent[]) => events.reduce(transition, draft)

const toProcessing: JobEvent[] = [
  { type: 'start' },
  { type: 'slot-assigned' },
  { type: 'opened', uploadId },
  { type: 'progress', transferred: sent(1000) },
  { type: 'sent' },
  { type: 'committed', fileId },
]

describe('transition', () => {
  it('moves a job through all stages from draft to ready', () => {
    const stages = toProcessing.map((_, index) => run(...toProcessing.slice(0, index + 1)).stage)
    expect(stages).toEqual([
      'uploading',
      'uploading',
      'uploading',
      'uploading',
      'committing',
      'processing',
    ])
    expect(
      run(...toProcessing, { type: 'status', status: 'ready', inReview: false }),
    ).toMatchObject({
      stage: 'ready',
      fileId,
    })
  })

  it('keeps the resume point only until everything is sent', () => {
    const [start, slotAssigned, opened, progress, sentAll] = toProcessing
    if (!start || !slotAssigned || !opened || !progress || !sentAll)
      throw new Error('Too few events.')
    const found: JobEvent = { type: 'resumed-from', from: 'source' }
    expect(run(start, slotAssigned, opened, found, progress)).toMatchObject({
      resumedFrom: 'source',
    })
    expect(run(start, slotAssigned, opened, found, progress, sentAll)).not.toHaveProperty(
      'resumedFrom',
    )
    expect(run(found)).toBe(draft)
  })

  it.each<[UploadStatus, Stage]>([
    ['open', 'processing'],
    ['uploaded', 'processing'],
    ['processing', 'processing'],
    ['ready', 'ready'],
    ['rejected', 'rejected'],
    ['failed', 'failed'],
    ['expired', 'failed'],
    ['deleted', 'failed'],
  ])('maps the status %s to the stage %s', (status, stage) => {
    expect(run(...toProcessing, { type: 'status', status, inReview: false }).stage).toBe(stage)
  })

  it('keeps the reason of an operator who rejects the video', () => {
    const rejected = { type: 'status', status: 'rejected', inReview: false } as const
    const reason = 'It shows a license plate'
    expect(run(...toProcessing, { ...rejected, reason })).toMatchObject({ reason })
    expect(run(...toProcessing, rejected)).not.toHaveProperty('reason')
  })

  it('compresses first if a quality was chosen', () => {
    const choice = { quality: '720p' } as const
    const result = (encoded: number) => ({ ...sent(100), result: { totalBytes: 500, encoded } })
    const started = run(
      { type: 'choose-quality', choice },
      { type: 'start' },
      { type: 'slot-assigned' },
      { type: 'opened', uploadId },
    )
    expect(shownStage(started)).toBe('compressing')
    const half = transition(started, { type: 'progress', transferred: result(0.5) })
    expect(shownStage(half)).toBe('compressing')
    const whole = transition(half, { type: 'progress', transferred: result(1) })
    expect(shownStage(whole)).toBe('uploading')
    const percents = [started, half, whole].map((job) => jobProgress(job).percent)
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))
    expect(transition(whole, { type: 'sent' })).toMatchObject({
      stage: 'committing',
      source: { choice },
    })
  })

  it('falls back to the original without moving the progress bar back', () => {
    const choice = { quality: '720p' } as const
    const result = (totalBytes: number, encoded: number) => ({
      type: 'progress' as const,
      transferred: { ...sent(400), result: { totalBytes, encoded } },
    })
    const compressed = run(
      ...[{ type: 'choose-quality', choice } as const, { type: 'start' } as const],
      ...[
        { type: 'slot-assigned' } as const,
        { type: 'opened', uploadId } as const,
        result(1200, 0.999),
      ],
    )
    const original = transition(compressed, { type: 'fell-back-to-original' })
    expect(original.source).toEqual(draft.source)
    const started = transition(original, {
      ...{
        type: 'progress',
        transferred: { ...sent(0), result: { totalBytes: 1000, encoded: 1 } },
      },
    })
    const percents = [compressed, original, started].map((job) => jobProgress(job).percent)
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))
    expect(transition(draft, { type: 'fell-back-to-original' })).toBe(draft)
    const wrong = { type: 'fell-back-to-original', hadWrongResult: true } as const
    const committing = transition(transition(compressed, wrong), { type: 'sent' })
    expect(committing).toMatchObject({ stage: 'committing', hadWrongResult: true })
  })

  it('accepts a quality only before the start, and stores none for the original', () => {
    const choice = { quality: 'Custom', kbps: 900 } as const
    const chosen = run({ type: 'choose-quality', choice })
    expect(chosen.source.choice).toEqual(choice)
    const started = transition(chosen, { type: 'start' })
    expect(transition(started, { type: 'choose-quality', choice: { quality: '360p' } })).toBe(
      started,
    )
    const failed = transition(started, { type: 'failed', failure: lost })
    const original = transition(failed, { type: 'choose-quality', choice: { quality: 'Original' } })
    expect(original.source).toEqual(draft.source)
  })

  it('never decreases the sent bytes after an interruption', () => {
    const job = run(
      ...toProcessing.slice(0, 3),
      { type: 'progress', transferred: sent(600) },
      { type: 'interrupted' },
      { type: 'progress', transferred: sent(200) },
    )
    expect(job).toMatchObject({ activity: 'sending', transferred: { sentBytes: 600 } })
  })

  it('shows no speed while it reconnects', () => {
    expect(
      run(
        ...toProcessing.slice(0, 3),
        { type: 'progress', transferred: sent(600) },
        { type: 'interrupted' },
      ),
    ).toMatchObject({ activity: 'reconnecting', transferred: { sentBytes: 600, speed: 0 } })
  })

  it('resumes at the same bytes after a pause', () => {
    const paused = run(...toProcessing.slice(0, 4), { type: 'pause' })
    expect(paused).toMatchObject({ stage: 'paused', uploadId, transferred: { sentBytes: 1000 } })
    expect(transition(paused, { type: 'resume' })).toMatchObject({
      stage: 'uploading',
      activity: 'waiting',
      transferred: { sentBytes: 1000 },
    })
  })

  it('never retries a permanent failure', () => {
    const failed = run({ type: 'start' }, { type: 'failed', failure: permanent })
    expect(transition(failed, { type: 'start' })).toBe(failed)
    expect(run({ type: 'start' }, { type: 'failed', failure: lost }, { type: 'start' }).stage).toBe(
      'uploading',
    )
  })
})

const anyEvent = fc.oneof(
  fc.constantFrom<JobEvent>(
    { type: 'start' },
    { type: 'slot-assigned' },
    { type: 'opened', uploadId },
    { type: 'resumed-from', from: 'result' },
    { type: 'fell-back-to-original' },
    { type: 'interrupted' },
    { type: 'pause' },
    { type: 'resume' },
    { type: 'cancel' },
    { type: 'file-unavailable', missing: 'file' },
    { type: 'file-unavailable', missing: 'permission' },
    { type: 'file-available' },
    { type: 'sent' },
    { type: 'restarted' },
    { type: 'committed', fileId },
    { type: 'failed', failure: lost },
    { type: 'failed', failure: permanent },
  ),
  fc
    .integer({ min: 0, max: 1000 })
    .map((bytes): JobEvent => ({ type: 'progress', transferred: sent(bytes) })),
  fc
    .constantFrom<UploadStatus>('open', 'processing', 'ready', 'rejected', 'failed', 'deleted')
    .map((status): JobEvent => ({ type: 'status', status, inReview: false })),
)

/** Stages that can follow each stage. */
const next: Record<Stage, Stage[]> = {
  draft: ['uploading'],
  uploading: ['paused', 'canceled', 'committing', 'failed'],
  paused: ['uploading', 'canceled', 'committing', 'failed'],
  committing: ['processing', 'failed', 'uploading'],
  processing: ['ready', 'rejected', 'failed'],
  ready: [],
  rejected: [],
  failed: ['uploading'],
  canceled: ['uploading'],
}

describe('any sequence of events', () => {
  it('only makes allowed steps, and keeps id and source', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        let job: Job = draft
        for (const event of events) {
          const after = transition(job, event)
          if (after.stage !== job.stage) expect(next[job.stage]).toContain(after.stage)
          expect(after.source).toBe(draft.source)
          expect(after.jobId).toBe(draft.jobId)
          if (after.stage === 'committing') expect(after.uploadId).toBe(uploadId)
          job = after
        }
      }),
    )
  })

  it('never moves the progress bar back within one attempt, and fills it only at the end', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        let job: Job = draft
        let before = 0
        for (const event of events) {
          job = transition(job, event)
          const { percent } = jobProgress(job)
          const hasEnded = ['draft', 'canceled', 'failed'].includes(job.stage)
          if (!hasEnded && event.type !== 'restarted')
            expect(percent).toBeGreaterThanOrEqual(before)
          if (!['ready', 'rejected'].includes(job.stage)) expect(percent).toBeLessThan(100)
          before = percent
        }
      }),
    )
  })
})
