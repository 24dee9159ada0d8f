import { type Metrics, type Report } from '@reelferry/contract/operator'
import type { Locale } from '../i18n/languages.ts'
import { element } from './element.ts'
import type { Texts } from './texts.ts'

/** The summary of all uploads, as far as they have been counted. */
export function metricsTable(
  metrics: Metrics,
  refused: Report['refused'],
  texts: Texts,
  locale: Locale,
): HTMLElement {
  const { opened, bytes, byStatus, byProblem, secondsToReady, notifications } = metrics
  const number = (value: number, options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(locale, options).format(value)
  const seconds = (value: number) =>
    number(value, { style: 'unit', unit: 'second', unitDisplay: 'long', maximumFractionDigits: 0 })
  const counts = <T extends string>(of: Partial<Record<T, number>>, names: Record<T, string>) =>
    (Object.entries(of) as [T, number][])
      .toSorted(([, a], [, b]) => b - a)
      .map(([name, count]) =>
        texts.pair.replace('{name}', names[name] ?? name).replace('{count}', number(count)),
      )
  const tile = (name: string, ...values: string[]) =>
    element('div', {}, element('dt', {}, name), ...values.map((value) => element('dd', {}, value)))
  const time = (unixMs: number) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(unixMs)
  const { ready = 0, ...others } = byStatus
  const wrong = Object.values(byProblem).reduce((sum, count) => sum + count, 0)
  const last = metrics.lastNotificationAt
  return element(
    'dl',
    { className: 'metrics' },
    tile(texts.opened, number(opened), ...counts(others, texts.statuses)),
    tile(texts.finished, number(ready)),
    tile(texts.wrong, number(wrong), ...counts(byProblem, texts.problems)),
    tile(
      texts.bytes,
      number(bytes / 1e9, { style: 'unit', unit: 'gigabyte', maximumFractionDigits: 2 }),
    ),
    secondsToReady
      ? tile(
          texts.toReady,
          seconds(secondsToReady.median),
          texts.p95.replace('{time}', seconds(secondsToReady.p95)),
        )
      : tile(texts.toReady, '–', texts.noneReady),
    tile(
      texts.notifications,
      number(notifications.inTime),
      texts.late.replace('{count}', number(notifications.late)),
      texts.refused.replace('{count}', number(refused.count)),
      last ? texts.lastEvent.replace('{time}', time(last)) : texts.noEvent,
    ),
  )
}
