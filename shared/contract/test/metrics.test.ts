import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  englishReportTexts,
  findingsOfMetrics,
  metricRows,
  summarize,
  type UploadOutcome,
} from '../src/operator/index.ts'

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

it('adds up the outcomes of uploads', () => {
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

it('does not depend on the order of outcomes', () => {
  const anyOrder = fc.shuffledSubarray(outcomes, { minLength: outcomes.length })
  fc.assert(
    fc.property(anyOrder, (shuffled) => {
      expect(summarize(shuffled)).toEqual(summarize(outcomes))
    }),
  )
})

it('reports that no notification was ever accepted although files were found', () => {
  const codesOf = (...found: UploadOutcome[]) =>
    findingsOfMetrics(summarize(found)).map(({ code }) => code)
  expect(codesOf()).toEqual([])
  expect(codesOf({ status: 'open' })).toEqual([])
  expect(codesOf(ready(1, 'question', 5))).toEqual(['notifications-never'])
  expect(codesOf(ready(1, 'question', 5), ready(1, 'event', 6))).toEqual(['last-event'])
})

it('formats every metric as a row', () => {
  const withoutTime = (value: string) => value.replace(/: [A-Z][a-z]+ \d+, 19.*/, '')
  const rows = metricRows(summarize(outcomes), { count: 2 }, englishReportTexts.metrics, 'en')
  expect(rows.map(({ label, values }) => [label, values.map(withoutTime)])).toEqual([
    ['Uploads', ['5', 'Not uploaded: 1', 'Failed: 1']],
    ['Published', ['3']],
    ['Failed', ['1', 'Processing failed: 1']],
    ['Uploaded to VOD', ['5 MB']],
    ['Time to ready (median)', ['20 s', '95th percentile: 1 min 30 s']],
    [
      'Notifications on time',
      ['3', 'Late or lost: 1', 'Invalid signatures this week: 2', 'Last one'],
    ],
  ])
})
