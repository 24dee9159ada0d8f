import type { UploadStatus } from '../uploads.ts'
import type { UploadOutcome } from './outcome.ts'
import type { Report } from './report.ts'
import { fillText } from './fill-text.ts'
import type { MetricTexts } from './report-texts.ts'

/** Totals of all uploads. */
export interface Metrics {
  opened: number
  /** Sum of the sizes at VOD, bytes. */
  bytes: number
  byStatus: Partial<Record<UploadStatus, number>>
  /** Number of uploads with each problem code. */
  byProblem: Record<string, number>
  /** Seconds from opening to ready. Absent while no upload is ready. */
  secondsToReady?: { median: number; p95: number }
  /** Number of files that a notification reported first, and that a poll found first (late or lost notification). */
  notifications: { inTime: number; late: number }
  /** Unix ms of the last accepted notification; absent if there was none. */
  lastNotificationAt?: number
}

/** The value at a share (from 0 to 1) of an ascending list; 0 for an empty list. */
const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** Adds up outcomes. Their order does not matter. */
export function summarize(outcomes: readonly UploadOutcome[]): Metrics {
  const metrics: Metrics = {
    opened: outcomes.length,
    bytes: 0,
    byStatus: {},
    byProblem: {},
    notifications: { inTime: 0, late: 0 },
  }
  const seconds: number[] = []
  for (const outcome of outcomes) {
    const { status, problem, bytes, secondsToReady } = outcome
    const { heardBy: discoveredBy, heardAt: discoveredAt } = outcome
    metrics.byStatus[status] = (metrics.byStatus[status] ?? 0) + 1
    if (problem) metrics.byProblem[problem] = (metrics.byProblem[problem] ?? 0) + 1
    metrics.bytes += bytes ?? 0
    if (secondsToReady !== undefined) seconds.push(secondsToReady)
    if (discoveredBy) metrics.notifications[discoveredBy === 'event' ? 'inTime' : 'late']++
    if (discoveredBy === 'event')
      metrics.lastNotificationAt = Math.max(metrics.lastNotificationAt ?? 0, discoveredAt ?? 0)
  }
  seconds.sort((a, b) => a - b)
  if (seconds.length > 0)
    metrics.secondsToReady = { median: percentile(seconds, 0.5), p95: percentile(seconds, 0.95) }
  return metrics
}

/** One line of the metrics as it is displayed: the main value first, then its details. */
export interface MetricRow {
  label: string
  values: string[]
}

/** Formats bytes in megabytes or gigabytes. */
export function formatBytes(bytes: number, locale: string): string {
  const [unit, size, maximumFractionDigits] =
    bytes < 1e9 ? (['megabyte', 1e6, 1] as const) : (['gigabyte', 1e9, 2] as const)
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits })
  return format.format(bytes / size)
}

/** Formats metrics for display, with the texts and number formats of one language. */
export function metricRows(
  metrics: Metrics,
  rejected: Report['refused'],
  texts: MetricTexts,
  locale: string,
): MetricRow[] {
  const { opened, bytes, byStatus, byProblem, secondsToReady, notifications } = metrics
  const number = (value: number, options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(locale, options).format(value)
  const duration = (value: number) => {
    const whole = Math.round(value)
    const parts = [
      { text: texts.minutes, count: Math.floor(whole / 60) },
      { text: texts.seconds, count: whole % 60 },
    ].filter(({ count }) => count > 0)
    return parts.map(({ text, count }) => fillText(text, { count: number(count) })).join(' ') || '–'
  }
  const time = (unixMs: number) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(unixMs)
  const counts = (countOf: Record<string, number>, names: Record<string, string>) =>
    Object.entries(countOf)
      .toSorted(([, a], [, b]) => b - a)
      .map(([name, count]) =>
        fillText(texts.nameAndCount, { name: names[name] ?? name, count: number(count) }),
      )
  const { ready = 0, ...otherStatuses } = byStatus
  const withProblem = Object.values(byProblem).reduce((sum, count) => sum + count, 0)
  const last = metrics.lastNotificationAt
  return [
    { label: texts.opened, values: [number(opened), ...counts(otherStatuses, texts.statuses)] },
    { label: texts.finished, values: [number(ready)] },
    {
      label: texts.withProblem,
      values: [number(withProblem), ...counts(byProblem, texts.problems)],
    },
    {
      label: texts.bytes,
      values: [formatBytes(bytes, locale)],
    },
    {
      label: texts.secondsToReady,
      values: secondsToReady
        ? [
            duration(secondsToReady.median),
            fillText(texts.p95, { time: duration(secondsToReady.p95) }),
          ]
        : ['–', texts.noneReady],
    },
    {
      label: texts.notifications,
      values: [
        number(notifications.inTime),
        fillText(texts.late, { count: number(notifications.late) }),
        fillText(texts.rejected, { count: number(rejected.count) }),
        last ? fillText(texts.lastNotification, { time: time(last) }) : texts.noNotification,
      ],
    },
  ]
}
