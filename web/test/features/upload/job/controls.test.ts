import type { FileId, UploadId } from '@reelferry/contract'
import { expect, it } from 'vitest'
import { offers, offersForAll } from '../../../../src/features/upload/job/controls.ts'
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
