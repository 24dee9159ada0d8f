import type { UploadId } from '@reelferry/contract'
import { expect, it } from 'vitest'
import { describe, summarize } from '../metrics.ts'
import type { OutlinedRecord } from '../../src/uploads/store.ts'

const record = (
  uploadId: string,
  slot: OutlinedRecord['slot'],
  outline: OutlinedRecord['outline'],
): OutlinedRecord => ({ uploadId: uploadId as UploadId, slot, outline })

/** One upload of 1 MB, opened at `at` s, ready `seconds` later, and told of as said. */
const ready = (id: string, at: number, seconds: number, by: 'event' | 'question') => [
  record(id, 'opened', { at: at * 1000, size: 1e6, procedure: true }),
  record(id, 'uploaded', { at: (at + 1) * 1000, by, playable: true, forbidden: false }),
  record(id, 'procedure', {
    at: (at + seconds) * 1000,
    state: 'succeeded',
    partial: false,
    reviewing: false,
    playable: true,
  }),
]

const records = [
  ...ready('a', 0, 10, 'event'),
  ...ready('b', 100, 20, 'event'),
  ...ready('c', 200, 90, 'question'),
  record('d', 'opened', { at: 0, size: 5e6, procedure: true }),
  record('e', 'opened', { at: 300_000, size: 2e6, procedure: true }),
  record('e', 'uploaded', { at: 310_000, by: 'event', playable: true, forbidden: false }),
  record('e', 'procedure', { at: 320_000, state: 'failed', partial: false, reviewing: false }),
  // What remains of an upload that was erased.
  record('f', 'deleted', { at: 1 }),
]

it('adds up what has become of uploads', () => {
  expect(summarize(records, 400_000)).toEqual({
    opened: 5,
    bytes: 5e6,
    byStatus: { ready: 3, open: 1, failed: 1 },
    byProblem: { 'processing-failed': 1 },
    secondsToReady: { median: 20, p95: 90 },
    notifications: { inTime: 3, late: 1 },
    lastNotificationAt: 310_000,
  })
})

it('does not depend on the order or the pages that records come in', () => {
  expect(summarize(records.toReversed(), 400_000)).toEqual(summarize(records, 400_000))
})

it('reads as a few lines', () => {
  expect(describe(summarize(records, 400_000)).join('\n')).toMatchInlineSnapshot(`
    "Uploads opened      5: 3 ready, 1 open, 1 failed
    With a problem      1 processing-failed
    Sent to VOD         0.01 GB
    Opened to ready     median 20 s, 95 % within 90 s
    Notifications       3 in time, 1 late or lost
    The last one        1970-01-01T00:05:10.000Z"
  `)
})
