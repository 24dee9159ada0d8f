import type { FileId, UploadId } from '@reelferry/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bulkSummary,
  lostConnectionOfAll,
  totalPercent,
} from '../../../../src/features/upload/job/bulk-summary.ts'
import type { Job, Transferred } from '../../../../src/features/upload/job/job.ts'
import { jobProgress } from '../../../../src/features/upload/job/progress.ts'
import { type JobEvent, transition } from '../../../../src/features/upload/job/transition.ts'

const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId
const fileId = '1' as FileId

const common = (size: number) => ({
  jobId: `job of ${size}`,
  source: { name: 'a.mp4', size, type: 'video/mp4' },
})
const draft = (size: number): Job => ({ ...common(size), stage: 'draft' })
const transferred = (sentBytes: number, known: Partial<Transferred> = {}): Transferred => ({
  ...{ sentBytes, speed: 0, remainingSeconds: undefined },
  ...known,
})
const sending = (size: number, progress: Transferred): Job & { stage: 'uploading' } => ({
  ...common(size),
  stage: 'uploading',
  activity: 'sending',
  uploadId,
  transferred: progress,
})
const waiting = (size: number): Job => ({ ...sending(size, transferred(0)), activity: 'waiting' })
const offline = (size: number, sentBytes: number): Job => ({
  ...sending(size, transferred(sentBytes)),
  activity: 'reconnecting',
  lostConnection: { retryAt: 5000 },
})
const paused = (size: number, sentBytes: number): Job => ({
  ...common(size),
  stage: 'paused',
  uploadId,
  transferred: transferred(sentBytes),
})
const lacksFile = (size: number): Job => ({
  ...common(size),
  stage: 'paused',
  transferred: transferred(0),
  missing: 'file',
})
const committing = (size: number): Job => ({ ...common(size), stage: 'committing', uploadId })
const processing = (size: number): Job => ({
  ...common(size),
  ...{ stage: 'processing', uploadId, fileId, inReview: false },
})
const ready = (size: number): Job => ({ ...common(size), stage: 'ready', uploadId, fileId })
const rejected = (size: number): Job => ({ ...common(size), stage: 'rejected', uploadId, fileId })
const failed = (size: number): Job => ({
  ...common(size),
  stage: 'failed',
  failure: { code: 'network-lost', retryable: true },
})
const canceled = (size: number): Job => ({ ...common(size), stage: 'canceled' })

describe('the summary of all jobs', () => {
  it('counts drafts and estimates the time to upload them', () => {
    const drafts = [draft(4_000_000), draft(8_000_000), canceled(1), ready(1)]
    expect(bulkSummary(drafts, 100_000)).toMatchObject({
      ...{ kind: 'drafts', count: 2, sentBytes: 0, totalBytes: 12_000_000, secondsLeft: 120 },
    })
    expect(bulkSummary(drafts).secondsLeft).toBeUndefined()
  })

  it('estimates no time for drafts whose size is not known before they are encoded', () => {
    const { source, ...rest } = draft(8_000_000)
    const compressed: Job = { ...rest, source: { ...source, choice: { quality: '720p' } } } as Job
    const trim = { start: 0, end: 1, copy: true }
    const trimmed: Job = { ...rest, source: { ...source, trim } } as Job
    expect(bulkSummary([draft(4_000_000), compressed], 100_000).secondsLeft).toBeUndefined()
    expect(bulkSummary([trimmed], 100_000).secondsLeft).toBeUndefined()
  })

  it('shows which of the started jobs is being sent, and how much of all bytes', () => {
    const jobs = [
      ready(100),
      sending(100, transferred(50)),
      sending(300, transferred(0)),
      waiting(500),
      ...[draft(1000), failed(1000), canceled(1000)],
    ]
    expect(bulkSummary(jobs)).toMatchObject({
      ...{ kind: 'running', count: 4, current: 3, sentBytes: 150, totalBytes: 1000 },
      attention: 1,
    })
  })

  it('has the percentage of the cards, each with the weight of its bytes', () => {
    const job = offline(100, 100)
    expect(bulkSummary([job]).percent).toBe(jobProgress(job).percent)
    expect(bulkSummary([ready(300), sending(100, transferred(0))]).percent).toBe(75)
  })

  it('is running while the last job is being committed', () => {
    expect(bulkSummary([committing(100)])).toMatchObject({
      ...{ kind: 'running', count: 1, current: 1, percent: 96, secondsLeft: undefined },
    })
  })

  it('estimates the time of all jobs from the speed of those that are known', () => {
    const known = { speed: 1000, remainingSeconds: 60 }
    const jobs = [sending(100_000, transferred(40_000, known)), waiting(540_000)]
    expect(bulkSummary(jobs).secondsLeft).toBe(600)
    // A second transfer has started. It shares the network, and its own speed is not known yet.
    const both = [...jobs, sending(600_000, transferred(0))]
    expect(bulkSummary(both).secondsLeft).toBe(600)
    expect(bulkSummary([sending(600_000, transferred(0))]).secondsLeft).toBeUndefined()
  })

  it('estimates at least the time of the slowest job', () => {
    const result = { totalBytes: 100_000, encoded: 0.5, remainingEncodingSeconds: 240 }
    const slow = transferred(50_000, { speed: 1000, remainingSeconds: 240, result })
    expect(bulkSummary([sending(1_000_000, slow)]).secondsLeft).toBe(240)
  })

  it('is offline if everything that has a slot waits for a connection', () => {
    const jobs = [ready(10), offline(100, 30), offline(100, 0), waiting(100), draft(5)]
    expect(bulkSummary(jobs)).toMatchObject({ kind: 'offline', count: 4, current: 3 })
    expect(bulkSummary([...jobs, sending(10, transferred(0))]).kind).toBe('running')
    expect(bulkSummary([committing(10), offline(10, 0)]).kind).toBe('running')
  })

  it('names the first retry of all that wait for a connection', () => {
    const later = { ...offline(100, 0), lostConnection: { retryAt: 9000 } }
    const unknown = { ...offline(100, 0), lostConnection: {} }
    expect(lostConnectionOfAll([later, offline(100, 0), waiting(1)])).toEqual({ retryAt: 5000 })
    expect(lostConnectionOfAll([unknown])).toEqual({})
    expect(lostConnectionOfAll([later, sending(10, transferred(0))])).toBeUndefined()
    expect(lostConnectionOfAll([draft(1), paused(1, 0)])).toBeUndefined()
  })

  it('is paused only if nothing is being sent, and has no time left then', () => {
    const jobs = [ready(100), paused(200, 50), paused(100, 0), draft(5)]
    expect(bulkSummary(jobs)).toMatchObject({
      ...{ kind: 'paused', count: 3, current: 2, sentBytes: 150, totalBytes: 400 },
      secondsLeft: undefined,
    })
    expect(bulkSummary([...jobs, waiting(5)]).kind).toBe('running')
  })

  it('counts at the end the published jobs, those in processing, and those that need the creator', () => {
    const jobs = [
      ...[ready(1), ready(1), processing(1), rejected(1), failed(1), lacksFile(1), canceled(1)],
    ]
    expect(bulkSummary(jobs)).toMatchObject({
      ...{ kind: 'done', count: 6, current: 2, busy: 1, attention: 3 },
    })
    expect(bulkSummary([])).toMatchObject({ kind: 'done', count: 0, current: 0, percent: 0 })
  })
})

describe('the bytes of a compressed video', () => {
  const result = { totalBytes: 400, encoded: 1 }
  const events: JobEvent[] = [
    { type: 'start' },
    { type: 'slot-assigned' },
    { type: 'opened', uploadId },
    { type: 'progress', transferred: transferred(100, { result }) },
    { type: 'sent' },
    { type: 'committed', fileId },
    { type: 'status', status: 'ready', inReview: false },
  ]
  const bytesAfter = (count: number) => {
    const job = events.slice(0, count).reduce(transition, draft(1000))
    const { sentBytes, totalBytes } = bulkSummary([job, waiting(600)])
    return [job.stage, sentBytes, totalBytes]
  }

  it('are those of the result, also after everything is sent', () => {
    expect([3, 4, 5, 6, 7].map(bytesAfter)).toEqual([
      ['uploading', 0, 1600],
      ['uploading', 100, 1000],
      ['committing', 400, 1000],
      ['processing', 400, 1000],
      ['ready', 400, 1000],
    ])
  })
})

describe('any jobs', () => {
  const size = fc.integer({ min: 1, max: 1e9 })
  const job = fc
    .tuple(size, fc.double({ min: 0, max: 1.2, noNaN: true }))
    .chain(([size, share]) =>
      fc.constantFrom<Job>(
        ...[draft(size), waiting(size), committing(size), processing(size), ready(size)],
        ...[rejected(size), failed(size), canceled(size), lacksFile(size)],
        sending(size, transferred(size * share, { speed: size / 100, remainingSeconds: 50 })),
        offline(size, size * share),
        paused(size, size * share),
      ),
    )

  it('have a percentage from 0 to 100, and at most all bytes and all jobs are done', () => {
    fc.assert(
      fc.property(fc.array(job, { maxLength: 20 }), (jobs) => {
        const summary = bulkSummary(jobs, 1e6)
        expect(summary.percent).toBeGreaterThanOrEqual(0)
        expect(summary.percent).toBeLessThanOrEqual(100)
        expect(summary.sentBytes).toBeLessThanOrEqual(summary.totalBytes)
        expect(summary.current).toBeLessThanOrEqual(Math.max(1, summary.count))
        const isOver = summary.kind === 'drafts' || summary.kind === 'done'
        expect(totalPercent(jobs)).toBe(isOver ? undefined : summary.percent)
      }),
    )
  })
})
