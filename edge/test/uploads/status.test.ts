import type { FileId } from '@reelferry/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UploadRecord } from '../../src/uploads/upload-record.ts'
import { statusOf } from '../../src/uploads/status.ts'

const now = 1_800_000_000_000
const opened = { creatorId: 'ada', name: 'a.mp4', size: 1, openedAt: now - 1000, procedure: true }
const media = {
  url: 'https://x/a.mp4',
  extension: 'mp4',
  coverUrl: '',
  duration: 1,
  forbidden: false,
}
const uploaded = { fileId: '1' as FileId, at: now, media }
const procedure: NonNullable<UploadRecord['procedure']> = {
  taskId: 't',
  at: now,
  state: 'succeeded',
  renditions: [],
  partial: false,
  reviewing: false,
  coverUrl: '',
}

describe('statusOf', () => {
  it.each<[string, Partial<UploadRecord>, string]>([
    ['nothing yet', {}, 'open'],
    ['nothing for days', { opened: { ...opened, openedAt: now - 3 * 864e5 } }, 'expired'],
    ['a file, unconfirmed', { uploaded: { ...uploaded, media: undefined } as never }, 'uploaded'],
    ['a file, its task flow not heard of', { uploaded }, 'uploaded'],
    [
      'with a running task flow',
      { uploaded, procedure: { ...procedure, state: 'processing' } },
      'processing',
    ],
    ['the task flow before the file', { procedure }, 'processing'],
    ['both done', { uploaded, procedure }, 'ready'],
    ['no task flow asked for', { uploaded, opened: { ...opened, procedure: false } }, 'ready'],
    ['a failed task flow', { uploaded, procedure: { ...procedure, state: 'failed' } }, 'failed'],
    [
      'blocked by the task flow',
      { uploaded, procedure: { ...procedure, moderation: 'block' } },
      'rejected',
    ],
    [
      'blocked by the review',
      { uploaded, procedure, review: { at: now, moderation: 'block' } },
      'rejected',
    ],
    [
      'under review',
      { uploaded, procedure, review: { at: now, moderation: 'review' } },
      'processing',
    ],
    [
      'forbidden at VOD',
      { uploaded: { ...uploaded, media: { ...media, forbidden: true } }, procedure },
      'rejected',
    ],
    ['deleted', { uploaded, procedure, deleted: { at: now } }, 'deleted'],
  ])('%s', (_, facts, expected) => {
    expect(statusOf({ opened, ...facts }, now)).toBe(expected)
  })

  it('never returns from a final status when more slots are written', () => {
    const rank = ['open', 'uploaded', 'processing', 'ready', 'failed', 'rejected', 'deleted']
    const slot = fc.constantFrom<Partial<UploadRecord>>(
      { uploaded },
      { procedure },
      { procedure: { ...procedure, moderation: 'block' } },
      { review: { at: now, moderation: 'pass' } },
      { deleted: { at: now } },
    )
    fc.assert(
      fc.property(
        fc.uniqueArray(slot, { selector: (value) => Object.keys(value)[0] }),
        (filled) => {
          let facts: UploadRecord = { opened }
          let before = -1
          for (const entry of filled) {
            facts = { ...facts, ...entry }
            const after = rank.indexOf(statusOf(facts, now))
            expect(after).toBeGreaterThanOrEqual(before)
            before = after
          }
        },
      ),
    )
  })
})
