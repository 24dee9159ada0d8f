import type { UploadStatus } from '@reelferry/contract'
import type { Slot } from '../src/uploads/facts.ts'
import { factsFrom, type Outline } from '../src/uploads/outline.ts'
import { problemOf, statusOf } from '../src/uploads/status.ts'
import type { OutlinedRecord } from '../src/uploads/store.ts'

/** What has become of all uploads there are. */
export interface Metrics {
  opened: number
  /** Sum of the sizes of those whose file VOD has, bytes. */
  bytes: number
  byStatus: Partial<Record<UploadStatus, number>>
  /** How many went wrong, by the code their creators see. */
  byProblem: Record<string, number>
  /** From opening to ready, seconds: half were faster, and 95 of 100. Absent while none is ready. */
  secondsToReady?: { median: number; p95: number }
  /** Of how many files VOD's notification came first, and of how many a question did: late, or lost. */
  notifications: { inTime: number; late: number }
  /** Unix ms when the last notification was taken; absent if none ever was. */
  lastNotificationAt?: number
}

const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** Adds up records, in any order and of any number of pages. `now` in unix ms. */
export function summarize(records: Iterable<OutlinedRecord>, now: number): Metrics {
  const uploads = new Map<string, Partial<Record<Slot | 'opened', Outline>>>()
  for (const { uploadId, slot, outline } of records)
    uploads.set(uploadId, { ...uploads.get(uploadId), [slot]: outline })

  const metrics: Metrics = {
    opened: 0,
    bytes: 0,
    byStatus: {},
    byProblem: {},
    notifications: { inTime: 0, late: 0 },
  }
  const seconds: number[] = []
  for (const { opened, ...slots } of uploads.values()) {
    if (!opened) continue
    const facts = factsFrom(opened, slots)
    const status = statusOf(facts, now)
    const problem = problemOf(status, facts)
    metrics.opened++
    metrics.byStatus[status] = (metrics.byStatus[status] ?? 0) + 1
    if (problem) metrics.byProblem[problem] = (metrics.byProblem[problem] ?? 0) + 1
    const { uploaded, procedure } = slots
    if (!uploaded) continue
    metrics.bytes += opened.size ?? 0
    metrics.notifications[uploaded.by === 'event' ? 'inTime' : 'late']++
    if (uploaded.by === 'event')
      metrics.lastNotificationAt = Math.max(metrics.lastNotificationAt ?? 0, uploaded.at)
    if (status === 'ready') seconds.push(((procedure ?? uploaded).at - opened.at) / 1000)
  }
  seconds.sort((a, b) => a - b)
  if (seconds.length > 0)
    metrics.secondsToReady = { median: percentile(seconds, 0.5), p95: percentile(seconds, 0.95) }
  return metrics
}

const list = (counts: Record<string, number>) =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ') || 'none'

/** The summary as lines to read. */
export function describe(metrics: Metrics): string[] {
  const { opened, bytes, byStatus, byProblem, secondsToReady, notifications } = metrics
  const { lastNotificationAt } = metrics
  return [
    `Uploads opened      ${opened}: ${list(byStatus)}`,
    `With a problem      ${list(byProblem)}`,
    `Sent to VOD         ${(bytes / 1e9).toFixed(2)} GB`,
    `Opened to ready     ${
      secondsToReady
        ? `median ${secondsToReady.median.toFixed(0)} s, 95 % within ${secondsToReady.p95.toFixed(0)} s`
        : 'none is ready yet'
    }`,
    `Notifications       ${notifications.inTime} in time, ${notifications.late} late or lost`,
    `The last one        ${lastNotificationAt ? new Date(lastNotificationAt).toISOString() : 'never'}`,
  ]
}
