import { FileId, UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import type { UploadRecord } from '../../src/uploads/upload-record.ts'
import { serializeVideo } from '../../src/videos/serialize-video.ts'

const now = 1_800_000_000_000
const uploadId = v.parse(UploadId, 'AAAAAAAAAAAAAAAAAAAAAA')
const fileId = v.parse(FileId, '5285890784273530000')
const opened = { creatorId: 'ada', name: 'secret.mp4', size: 1, openedAt: now, procedure: true }
const uploaded = { fileId, at: now }
const details = { at: now, title: 'A walk', description: 'Along the river' }
const procedure: UploadRecord['procedure'] = {
  taskId: 't',
  at: now,
  state: 'processing',
  renditions: [],
  partial: false,
  reviewing: false,
  coverUrl: '',
}

it.each<[string, UploadRecord, object]>([
  ['open', { opened }, { stage: 'uploading', retryAfter: 5 }],
  ['uploaded', { opened, uploaded }, { stage: 'processing', fileId, retryAfter: 1 }],
  ['processing', { opened, uploaded, procedure }, { stage: 'processing', fileId, retryAfter: 2 }],
  [
    'in review',
    { opened, uploaded, details, review: { at: now, moderation: 'review' } },
    { stage: 'review', fileId, retryAfter: 1 },
  ],
  [
    'open, with a title',
    { opened, details },
    { stage: 'uploading', name: 'A walk', retryAfter: 5 },
  ],
])(
  'shows viewers the stage of an upload, and never the name of its file: %s',
  (_, record, shown) => {
    expect(serializeVideo({ uploadId, record }, now)).toEqual({ status: 'processing', ...shown })
  },
)

it('does not let viewers wait for an upload that was abandoned', () => {
  const record = { opened: { ...opened, openedAt: 0 } }
  expect(serializeVideo({ uploadId, record }, now)).toEqual({ status: 'failed' })
})
