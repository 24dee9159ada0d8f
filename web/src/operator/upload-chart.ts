import type { Locale } from '../i18n/languages.ts'
import { formatMessage } from '../i18n/message.ts'
import { regionalLocale } from '../i18n/regional-locale.ts'
import { element, svgElement } from './element.ts'
import { table } from './table.ts'
import type { Texts } from './texts.ts'
import type { Interval, TimeRange } from './time-range.ts'

const [width, height] = [560, 160]
const series = ['published', 'failed', 'rest'] as const

const totalOf = ({ published, failed, rest }: Interval) => published + failed + rest

/** The bars of all intervals, as one path for each outcome. The outcomes of an interval are stacked. */
function bars(intervals: Interval[], scale: number): SVGElement[] {
  const step = width / intervals.length
  const bar = Math.min(step * 0.62, 24)
  return series.map((name, index) => {
    const parts = intervals.map((interval, position) => {
      const below = series.slice(0, index).reduce((sum, other) => sum + interval[other], 0)
      const x = (position + 0.5) * step - bar / 2
      const top = height - (below + interval[name]) * scale
      return interval[name] > 0
        ? `M${x.toFixed(1)} ${top.toFixed(1)}h${bar.toFixed(1)}v${(interval[name] * scale).toFixed(1)}h-${bar.toFixed(1)}z`
        : ''
    })
    return svgElement('path', { class: name, d: parts.join('') })
  })
}

/** The same numbers as a table, for people who cannot see the chart. */
function numbers(intervals: Interval[], texts: Texts, formatTime: (time: number) => string) {
  const rows = intervals
    .filter((interval) => totalOf(interval) > 0)
    .map((interval) => [
      formatTime(interval.start),
      ...series.map((name) => String(interval[name])),
    ])
  return element(
    'details',
    {},
    element('summary', { className: 'small' }, texts.chartTable),
    table([texts.time, ...series.map((name) => texts.series[name])], rows),
  )
}

/** A bar chart of the uploads in each interval of a range of time, with the same numbers as a table. */
export function uploadChart(
  intervals: Interval[],
  range: TimeRange,
  texts: Texts,
  locale: Locale,
): HTMLElement {
  const format = new Intl.DateTimeFormat(
    regionalLocale(locale),
    range === 'day'
      ? { hour: 'numeric', minute: '2-digit' }
      : { day: 'numeric', month: 'short', ...(range === 'all' && { year: 'numeric' }) },
  )
  const formatTime = (time: number) => format.format(time)
  const sum = (name: (typeof series)[number]) =>
    intervals.reduce((total, interval) => total + interval[name], 0)
  const legend = series.map((name) => {
    const swatch = element('i', { className: name })
    return element('span', {}, swatch, texts.series[name])
  })
  const label = formatMessage(
    texts.chartSummary,
    { published: sum('published'), failed: sum('failed'), rest: sum('rest') },
    locale,
  )
  const scale = height / Math.max(4, ...intervals.map(totalOf))
  const lines = [0.25, 0.5, 0.75, 1].map(
    (share) => `M0 ${(height * (1 - share) + 0.5).toFixed(1)}h${width}`,
  )
  const chart = svgElement(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${width} ${height}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': label,
    },
    svgElement('path', { class: 'lines', d: lines.join('') }),
    ...bars(intervals, scale),
  )
  const marks = [0, 0.5, 1].map((share) => intervals[Math.round((intervals.length - 1) * share)])
  const axis = marks.flatMap((mark) => (mark ? [element('span', {}, formatTime(mark.start))] : []))
  return element(
    'section',
    { className: 'card block' },
    element(
      'div',
      { className: 'row' },
      element('h2', {}, texts.chart),
      element('p', { className: 'legend small push' }, ...legend),
    ),
    chart,
    element('p', { className: 'axis small muted num' }, ...axis),
    numbers(intervals, texts, formatTime),
  )
}
