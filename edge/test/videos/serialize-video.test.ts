import { FileId } from '@reelferry/contract'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import type { UploadRecord } from '../../src/uploads/upload-record.ts'
import { serializeVideo } from '../../src/videos/serialize-video.ts'

const now = 1_800_000_000_000
const fileId = v.parse(FileId, '5285890784273530000')
const opened = { creatorId: 'ada', name: 'a.mp4', size: 1, openedAt: now, procedure: true }
const uploaded = { fileId, at: now }
const procedure: UploadRecord['procedure'] = {
  taskId: 't',
  at: now,
  state: 'processing',
  renditions: [],
  partial: false,
  reviewing: false,
  coverUrl: '',
}

it.each<[string, UploadRecord, number]>([
  ['open', { opened }, 5],
  ['uploaded', { opened, uploaded }, 1],
  ['processing', { opened, uploaded, procedure }, 2],
  ['expired', { opened: { ...opened, openedAt: 0 } }, 5],
])('answers the poll interval of the status: %s', (_, record, retryAfter) => {
  expect(serializeVideo({ fileId, uploadId: undefined }, record, now)).toEqual({
    status: 'processing',
    fileId,
    retryAfter,
  })
})
