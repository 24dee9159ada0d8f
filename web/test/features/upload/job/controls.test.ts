import type { FileId, UploadId } from '@reelferry/contract'
import { expect, it } from 'vitest'
import {
  offers,
  offersDetails,
  offersForAll,
  offersOriginal,
  primaryAction,
} from '../../../../src/features/upload/job/controls.ts'
import type { Job } from '../../../../src/features/upload/job/job.ts'
import { toFailure } from '../../../../src/features/upload/transport/classify-failure.ts'
import { CompressionError } from '../../../../src/media/media-client.ts'
import { CompressionFailure } from '../../../../src/media/model/worker-messages.ts'
import { StorageError } from '../../../../src/platform/storage-error.ts'

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

/** A job that failed while the browser prepared its file. */
const failedPreparing = (error: unknown, source: Partial<Job['source']>): Job => ({
  jobId: '1',
  source: { name: 'a.mp4', size: 1, type: 'video/mp4', ...source },
  ...{ stage: 'failed', failure: toFailure(error) },
})

it.each([
  ...CompressionFailure.options.map((failure) => new CompressionError(failure, 'by a test')),
  new StorageError('by a test'),
  new DOMException('The message could not be cloned.', 'DataCloneError'),
  new TypeError('Failed to fetch dynamically imported module'),
])('the original can be uploaded if compressing or trimming ends with %o', (error) => {
  expect(offersOriginal(failedPreparing(error, { choice: { quality: '480p' } }))).toBe(true)
  expect(offersOriginal(failedPreparing(error, { trim: { start: 0, end: 1, copy: true } }))).toBe(
    true,
  )
  // It was the original.
  expect(offersOriginal(failedPreparing(error, {}))).toBe(false)
})

it('the original is not offered if the failure has nothing to do with the compression', () => {
  const refused = Object.assign(new Error('no'), { code: 10001 })
  expect(offersOriginal(failedPreparing(refused, { choice: { quality: '480p' } }))).toBe(false)
})
