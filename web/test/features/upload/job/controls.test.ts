import type { FileId, UploadId } from '@reelferry/contract'
import { expect, it } from 'vitest'
import {
  offers,
  offersDetails,
  offersForAll,
  primaryAction,
} from '../../../../src/features/upload/job/controls.ts'
import type { Job } from '../../../../src/features/upload/job/job.ts'

const processing = (state?: 'chosen' | 'sending' | 'sent'): Job => ({
  jobId: '1',
  source: { name: 'a.mp4', size: 1, type: 'video/mp4' },
  ...(state && { cover: { state, id: '1' } }),
  ...{ stage: 'processing', uploadId: 'A' as UploadId, fileId: '1' as FileId, inReview: false },
})

it('a video that VOD prepares can be removed from the list, unless its cover is not sent yet', () => {
  expect(offers(processing(), 'remove')).toBe(true)
  expect(offers(processing('sent'), 'remove')).toBe(true)
  expect(offers(processing('chosen'), 'remove')).toBe(false)
  expect(offers(processing('sending'), 'remove')).toBe(false)
})

it('is not finished, so it is not cleared with the finished ones', () => {
  expect(offersForAll(processing(), 'remove')).toBe(false)
})

const draft = { jobId: 'd', source: { name: 'a.mp4', size: 1, type: '' }, stage: 'draft' } as const
const failed = (retryable: boolean): Job => ({
  ...{ ...draft, stage: 'failed', failure: { code: 'network-lost', retryable } },
})
const ready: Job = { ...draft, stage: 'ready', uploadId: 'A' as UploadId, fileId: '1' as FileId }
const rejected: Job = { ...ready, stage: 'rejected' }

it('at most one button of a queue is the primary one', () => {
  const other = { ...draft, jobId: 'e' }
  expect(primaryAction([ready, failed(true), draft])).toBe(draft)
  expect(primaryAction([ready, draft, other])).toBe('all')
  const retried = failed(true)
  expect(primaryAction([ready, retried, failed(false)])).toBe(retried)
  expect(primaryAction([ready, retried, failed(true)])).toBe('all')
  expect(primaryAction([rejected, ready])).toBe(ready)
  expect(primaryAction([ready, { ...ready }])).toBeUndefined()
  expect(primaryAction([])).toBeUndefined()
})

it('details are offered only while they can still be published with the job', () => {
  expect([draft, processing(), failed(true)].every(offersDetails)).toBe(true)
  expect([ready, rejected, failed(false)].some(offersDetails)).toBe(false)
})
