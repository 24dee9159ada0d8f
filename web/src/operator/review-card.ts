import { fillText, type PastDecision, type ReviewItem } from '@reelferry/contract/operator'
import type { DecisionKind, UploadId } from '@reelferry/contract'
import { formatClock } from '../i18n/clock.ts'
import type { Locale } from '../i18n/languages.ts'
import { regionalLocale } from '../i18n/regional-locale.ts'
import { decisionForm } from './decision-form.ts'
import { element } from './element.ts'
import type { Texts } from './texts.ts'

/** The texts and the actions of the cards. */
export interface DecisionView {
  texts: Texts
  locale: Locale
  decide: (uploadIds: UploadId[], decision: DecisionKind, reason: string) => Promise<boolean>
  toggle: (uploadId: UploadId, isSelected: boolean) => void
  selected: ReadonlySet<UploadId>
}

const formatTime = (time: number, locale: Locale) =>
  new Intl.DateTimeFormat(regionalLocale(locale), {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(time)

/** The video, or the reason why it cannot be played. Files of other origins load only when they are played. */
function player({ sources, poster }: ReviewItem, { texts }: DecisionView): HTMLElement {
  if (sources.length === 0) return element('p', { className: 'muted' }, texts.review.stopped)
  const video = element('video', { controls: true, preload: 'none', playsInline: true })
  if (poster) video.poster = poster
  video.append(...sources.map(({ src, type }) => element('source', type ? { src, type } : { src })))
  return video
}

/** VOD's labels. A label with a time is a button that plays the video there. */
function labelList(
  { labels }: ReviewItem,
  { texts }: DecisionView,
  media: HTMLElement,
): HTMLElement[] {
  if (labels.length === 0) return []
  const items = labels.map(({ label, form, start, end, confidence }) => {
    const item = element('li', { className: 'row' })
    if (start !== undefined && media instanceof HTMLVideoElement) {
      const time = formatClock(start) + (end === undefined ? '' : `–${formatClock(end)}`)
      const text = fillText(texts.review.seek, { time })
      const seek = element('button', { type: 'button', className: 'button quiet slim' }, text)
      seek.addEventListener('click', () => {
        media.currentTime = start
        // The browser refuses a source that it cannot play, and shows that itself.
        media.play().catch(() => undefined)
      })
      item.append(seek)
    } else item.append(element('span', {}, texts.review.wholeVideo))
    const percent = confidence === undefined ? [] : [`${Math.round(confidence)} %`]
    item.append([label, form, ...percent].filter(Boolean).join(' · '))
    return item
  })
  return [element('h3', {}, texts.review.labels), element('ul', { className: 'plain' }, ...items)]
}

function reportList({ reports }: ReviewItem, { texts, locale }: DecisionView): HTMLElement[] {
  if (reports.length === 0) return []
  const items = reports.map(({ category, text, at }) =>
    element(
      'li',
      {},
      [texts.review.categories[category], text, formatTime(at, locale)].filter(Boolean).join(' · '),
    ),
  )
  return [
    element('h3', {}, texts.review.viewerReports),
    element('ul', { className: 'plain' }, ...items),
  ]
}

/** A video that waits for a decision. */
export function reviewCard(item: ReviewItem, view: DecisionView): HTMLElement {
  const { texts, locale, decide, toggle, selected } = view
  const { uploadId, reply, decision } = item
  const title = item.title || item.name
  const media = player(item, view)
  if (media instanceof HTMLVideoElement) media.setAttribute('aria-label', title)
  const checkbox = element('input', { type: 'checkbox', checked: selected.has(uploadId) })
  checkbox.setAttribute('aria-label', `${texts.review.select}: ${title}`)
  checkbox.addEventListener('change', () => toggle(uploadId, checkbox.checked))
  const facts = [item.creatorId, formatTime(item.openedAt, locale)]
  const card = element(
    'article',
    { className: 'card block review' },
    element('h2', { className: 'row' }, checkbox, title),
    media,
    element('p', { className: 'small muted' }, facts.join(' · ')),
    ...(item.description ? [element('p', {}, item.description)] : []),
    ...labelList(item, view, media),
    ...reportList(item, view),
    ...(decision ? [element('p', {}, decisionText(decision, view))] : []),
    ...(reply
      ? [element('h3', {}, texts.review.creatorReply), element('blockquote', {}, reply.text)]
      : []),
    decisionForm(texts.review, texts.review, (kind, reason) => decide([uploadId], kind, reason)),
  )
  card.setAttribute('aria-label', title)
  return card
}

/** Kind, person, time and reason of a decision. */
function decisionText(
  { decision, by, at, reason }: Pick<PastDecision, 'decision' | 'by' | 'at' | 'reason'>,
  { texts, locale }: DecisionView,
): string {
  const { kinds, automatic } = texts.review
  const person = by || automatic
  return [kinds[decision], person, formatTime(at, locale), reason].filter(Boolean).join(' · ')
}

/** A past decision. A block that counts can be undone. */
export function pastDecisionView(past: PastDecision, view: DecisionView): HTMLElement {
  const { texts, decide } = view
  const name = past.name || past.uploadId
  const row = element(
    'article',
    { className: 'card block review' },
    element('h3', {}, name),
    element('p', { className: 'small' }, decisionText(past, view)),
  )
  row.setAttribute('aria-label', `${texts.review.kinds[past.decision]}: ${name}`)
  if (past.isCurrent && past.decision === 'block' && past.status === 'rejected') {
    // VOD's own verdict cannot be withdrawn here, only overruled.
    const kind = past.by ? 'undo' : 'approve'
    const text = past.by ? texts.review.undo : texts.review.approve
    const undo = element('button', { type: 'button', className: 'button' }, text)
    undo.addEventListener('click', () => {
      undo.disabled = true
      void decide([past.uploadId], kind, '').then(() => (undo.disabled = false))
    })
    row.append(element('p', { className: 'row' }, undo))
  }
  return row
}
