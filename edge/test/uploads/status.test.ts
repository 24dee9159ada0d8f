import { type DecisionKind, type FileId, Moderation } from '@reelferry/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeRecords, type UploadRecord } from '../../src/uploads/upload-record.ts'
import { hardest, moderationOf, statusOf, verdictOf } from '../../src/uploads/status.ts'

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

const verdict = fc.constantFrom<(Moderation | undefined)[]>(undefined, 'pass', 'review', 'block')
const time = fc.integer({ min: now, max: now + 3_600_000 })

/** Records of one video after reviews and decisions, in any order and number. */
const reviewed = fc
  .record({
    byMedia: verdict,
    byFlow: verdict,
    byEvent: verdict,
    forbidden: fc.constantFrom<(boolean | 'system')[]>(false, false, true, 'system'),
    uploadedAt: time,
    decision: fc.option(
      fc.record({
        decision: fc.constantFrom<DecisionKind[]>('approve', 'block', 'undo'),
        at: time,
        verdict,
      }),
      { nil: undefined },
    ),
    isDeleted: fc.boolean(),
  })
  .map(({ byMedia, byFlow, byEvent, forbidden, uploadedAt, decision, isDeleted }) => ({
    opened,
    uploaded: {
      ...uploaded,
      at: uploadedAt,
      media: { ...media, forbidden, ...(byMedia && { moderation: byMedia }) },
    },
    procedure: { ...procedure, ...(byFlow && { moderation: byFlow }) },
    ...(byEvent && { review: { at: now, moderation: byEvent } }),
    ...(decision && {
      decision: {
        decision: decision.decision,
        at: decision.at,
        reason: '',
        by: 'Olga',
        ...(decision.verdict && { verdict: decision.verdict }),
      },
    }),
    ...(isDeleted && { deleted: { at: now } }),
  }))

const delivered = (record: UploadRecord): UploadRecord => ({
  ...record,
  ...(record.uploaded && { uploaded: { ...record.uploaded, media } }),
})

describe('statusOf after reviews and decisions', () => {
  const check = (property: (record: UploadRecord) => void) =>
    fc.assert(fc.property(reviewed, property), { numRuns: 2000 })

  it('is the same in whatever order two locations learn of the slots', () => {
    fc.assert(
      fc.property(reviewed, fc.array(fc.boolean(), { minLength: 5 }), (record, sides) => {
        const left: UploadRecord = { opened }
        const right: UploadRecord = { opened }
        const filled = Object.entries(record).filter(([slot]) => slot !== 'opened')
        filled.forEach(([slot, content], index) =>
          Object.assign(sides[index] ? left : right, { [slot]: content }),
        )
        const expected = statusOf(record, now)
        expect(statusOf(mergeRecords(left, right), now)).toBe(expected)
        expect(statusOf(mergeRecords(right, left), now)).toBe(expected)
      }),
    )
  })

  it('is rejected or deleted after a block, whatever VOD reports', () => {
    check((record) => {
      if (record.decision?.decision === 'block')
        expect(statusOf(record, now)).toBe(record.deleted ? 'deleted' : 'rejected')
    })
  })

  it('is ready only if VOD or an operator passed the hardest verdict', () => {
    check((record) => {
      if (statusOf(record, now) !== 'ready') return
      const { decision } = record
      const passed = [verdictOf(record) ?? 'pass']
      const isPassed = passed[0] === 'pass'
      const isApproved =
        decision?.decision === 'approve' &&
        hardest([...passed, decision.verdict]) === (decision.verdict ?? 'pass')
      expect(isPassed || isApproved).toBe(true)
      expect(record.uploaded?.media?.forbidden).not.toBe('system')
    })
  })

  it('is ready after an approval that covers the hardest verdict, once VOD delivers the video', () => {
    check((record) => {
      const covering = verdictOf(record)
      const decision = {
        decision: 'approve' as const,
        at: now,
        reason: '',
        by: 'Olga',
        ...(covering && { verdict: covering }),
      }
      if (!record.deleted) expect(statusOf({ ...delivered(record), decision }, now)).toBe('ready')
    })
  })

  it('is VOD’s verdict again after a decision is undone', () => {
    check((record) => {
      const { decision, ...without } = delivered(record)
      if (decision?.decision !== 'undo') return
      expect(statusOf({ ...without, decision }, now)).toBe(statusOf(without, now))
      expect(moderationOf({ ...without, decision })).toBe(verdictOf(without))
    })
  })
})
