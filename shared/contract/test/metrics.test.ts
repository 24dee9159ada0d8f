import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findingsOfMetrics, summarize, type UploadOutcome } from '../src/operator/index.ts'

const ready = (secondsToReady: number, heardBy: 'event' | 'question', heardAt: number) =>
  ({ status: 'ready', bytes: 1e6, secondsToReady, heardBy, heardAt }) satisfies UploadOutcome

const outcomes: UploadOutcome[] = [
  ready(10, 'event', 1000),
  ready(20, 'event', 101_000),
  ready(90, 'question', 201_000),
  { status: 'open' },
  {
    status: 'failed',
    problem: 'processing-failed',
    bytes: 2e6,
    heardBy: 'event',
    heardAt: 310_000,
  },
]

it('adds up what has become of uploads', () => {
  expect(summarize(outcomes)).toEqual({
    opened: 5,
    bytes: 5e6,
    byStatus: { ready: 3, open: 1, failed: 1 },
    byProblem: { 'processing-failed': 1 },
    secondsToReady: { median: 20, p95: 90 },
    notifications: { inTime: 3, late: 1 },
    lastNotificationAt: 310_000,
  })
})

it('does not depend on the order that outcomes come in', () => {
  const anyOrder = fc.shuffledSubarray(outcomes, { minLength: outcomes.length })
  fc.assert(
    fc.property(anyOrder, (shuffled) => {
      expect(summarize(shuffled)).toEqual(summarize(outcomes))
    }),
  )
})

it('says when nothing was ever taken though files were found', () => {
  const codesOf = (...some: UploadOutcome[]) =>
    findingsOfMetrics(summarize(some)).map(({ code }) => code)
  expect(codesOf()).toEqual([])
  expect(codesOf({ status: 'open' })).toEqual([])
  expect(codesOf(ready(1, 'question', 5))).toEqual(['notifications-never'])
  expect(codesOf(ready(1, 'question', 5), ready(1, 'event', 6))).toEqual(['last-event'])
})
