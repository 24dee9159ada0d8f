import {
  formatBytes,
  OperatorError,
  type OperatorClient,
  type StudioStatistics,
} from '@reelferry/contract/operator'
import { formatMessage } from '../i18n/message.ts'
import type { Locale } from '../i18n/languages.ts'
import { regionalLocale } from '../i18n/regional-locale.ts'
import { busyText, element } from './element.ts'
import { table } from './table.ts'
import type { Texts } from './texts.ts'

/** Plays and traffic of the studio, as VOD counted them. */
export interface StatisticsSection {
  /** Loads the numbers, unless they are loaded or being loaded. */
  open(): void
  /** Renders the numbers again, in the current language. */
  render(): void
}

/** The numbers in total, by video and by day. */
function statisticsView(
  { since, days, topVideos }: StudioStatistics,
  texts: Texts['statistics'],
  locale: Locale,
): HTMLElement[] {
  const number = new Intl.NumberFormat(regionalLocale(locale))
  const date = new Intl.DateTimeFormat(regionalLocale(locale), { dateStyle: 'medium' })
  // Noon, so that the date is the same in all time zones of the reader.
  const formatDay = (day: string) => date.format(Date.parse(`${day}T12:00:00`))
  const traffic = (bytes: number) => formatBytes(bytes, regionalLocale(locale))
  const sum = (name: 'plays' | 'traffic') => days.reduce((total, day) => total + day[name], 0)
  const kpi = (label: string, value: string) =>
    element('div', { className: 'kpi card' }, element('dt', {}, label), element('dd', {}, value))
  const videos = topVideos.map(({ fileId, name, plays, traffic: bytes }) => [
    name || formatMessage(texts.unknownVideo, { fileId }, locale),
    number.format(plays),
    traffic(bytes),
  ])
  const byDay = days
    .toReversed()
    .map(({ day, plays, traffic: bytes }) => [formatDay(day), number.format(plays), traffic(bytes)])
  return [
    element(
      'dl',
      { className: 'kpis num' },
      kpi(texts.plays, number.format(sum('plays'))),
      kpi(texts.traffic, traffic(sum('traffic'))),
    ),
    element(
      'div',
      { className: 'card block' },
      ...(videos.length > 0
        ? [
            element('h3', {}, texts.topVideos),
            table([texts.video, texts.plays, texts.traffic], videos),
          ]
        : []),
      element(
        'p',
        { className: 'small muted' },
        formatMessage(texts.since, { date: formatDay(since) }, locale),
      ),
      element(
        'details',
        {},
        element('summary', { className: 'small' }, texts.byDay),
        table([texts.date, texts.plays, texts.traffic], byDay),
      ),
    ),
  ]
}

/** Creates the section in `root`. It is empty until it is opened. */
export function createStatisticsSection(
  root: HTMLElement,
  client: OperatorClient,
  view: () => { texts: Texts; locale: Locale },
): StatisticsSection {
  let state: 'closed' | 'loading' | 'failed' | StudioStatistics = 'closed'

  async function load(): Promise<void> {
    state = 'loading'
    render()
    try {
      state = await client.statistics()
    } catch (error) {
      // Other errors are defects, or the operator has left.
      if (!(error instanceof OperatorError)) throw error
      state = 'failed'
    }
    render()
  }

  function content(): HTMLElement[] {
    const { texts, locale } = view()
    if (state === 'closed') return []
    if (state === 'loading') return [busyText(texts.statistics.loading)]
    if (state !== 'failed') return statisticsView(state, texts.statistics, locale)
    const retry = element(
      'button',
      { type: 'button', className: 'button' },
      texts.statistics.tryAgain,
    )
    retry.addEventListener('click', () => void load())
    const message = element('p', { className: 'trouble' }, texts.statistics.failed)
    message.setAttribute('role', 'alert')
    return [message, retry]
  }

  function render(): void {
    const title = element('h2', {}, view().texts.statistics.title)
    const isOpen = root.querySelector('details')?.open ?? false
    root.replaceChildren(...(state === 'closed' ? [] : [title]), ...content())
    root.querySelector('details')?.toggleAttribute('open', isOpen)
  }

  return {
    open() {
      if (state === 'closed') void load()
    },
    render,
  }
}
