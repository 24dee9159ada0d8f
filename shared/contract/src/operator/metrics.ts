import type { UploadStatus } from '../uploads.ts'
import type { UploadOutcome } from './outcome.ts'

/** What has become of all uploads there are. */
export interface Metrics {
  opened: number
  /** Sum of what VOD has, bytes. */
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

/** Adds up outcomes, in any order. */
export function summarize(outcomes: readonly UploadOutcome[]): Metrics {
  const metrics: Metrics = {
    opened: outcomes.length,
    bytes: 0,
    byStatus: {},
    byProblem: {},
    notifications: { inTime: 0, late: 0 },
  }
  const seconds: number[] = []
  for (const { status, problem, bytes, secondsToReady, heardBy, heardAt } of outcomes) {
    metrics.byStatus[status] = (metrics.byStatus[status] ?? 0) + 1
    if (problem) metrics.byProblem[problem] = (metrics.byProblem[problem] ?? 0) + 1
    metrics.bytes += bytes ?? 0
    if (secondsToReady !== undefined) seconds.push(secondsToReady)
    if (heardBy) metrics.notifications[heardBy === 'event' ? 'inTime' : 'late']++
    if (heardBy === 'event')
      metrics.lastNotificationAt = Math.max(metrics.lastNotificationAt ?? 0, heardAt ?? 0)
  }
  seconds.sort((a, b) => a - b)
  if (seconds.length > 0)
    metrics.secondsToReady = { median: percentile(seconds, 0.5), p95: percentile(seconds, 0.95) }
  return metrics
}
