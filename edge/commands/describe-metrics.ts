import type { Metrics, Report } from '@reelferry/contract/operator'

const list = (counts: Record<string, number>) =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ') || 'none'

/** The summary as lines to read. */
export function describe(metrics: Metrics, refused: Report['refused']): string[] {
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
    `Notifications       ${notifications.inTime} in time, ${notifications.late} late or lost, ${refused.count} refused this week`,
    `The last one        ${lastNotificationAt ? new Date(lastNotificationAt).toISOString() : 'never'}`,
  ]
}
