import { type DecisionKind, maxOperatorNameLength, type UploadId } from '@reelferry/contract'
import {
  fillText,
  maxDecidedVideos,
  type OperatorClient,
  type PastDecision,
  type ReviewItem,
} from '@reelferry/contract/operator'
import type { Locale } from '../i18n/languages.ts'
import { decisionForm, labelled } from './decision-form.ts'
import { busyText, element } from './element.ts'
import { createPagedList, type PagedList } from './paged-list.ts'
import { type DecisionView, pastDecisionView, reviewCard } from './review-card.ts'
import type { Texts } from './texts.ts'

/** The section of videos that wait for a decision, and of past decisions. */
export interface ReviewSection {
  /** Loads the first pages, once. */
  open(): void
  /** Renders the section again, in the current language. */
  render(): void
}

/** One item for each video: reports of one video may be on two pages. */
function mergeItems(items: ReviewItem[], added: ReviewItem[]): ReviewItem[] {
  const merged = new Map(items.map((item) => [item.uploadId, item]))
  for (const item of added) {
    const reports = [...(merged.get(item.uploadId)?.reports ?? []), ...item.reports]
    merged.set(item.uploadId, { ...item, reports })
  }
  return [...merged.values()]
}

/** The cards of a list, a button for the next page, and the state of the list. */
function listView(
  { state, loadNext }: Pick<PagedList<unknown>, 'state' | 'loadNext'>,
  cards: HTMLElement[],
  { texts, restart }: { texts: Texts; restart: () => void },
): HTMLElement[] {
  const button = (text: string, onClick: () => void) => {
    const created = element('button', { type: 'button', className: 'button' }, text)
    created.addEventListener('click', onClick)
    return created
  }
  switch (state) {
    case 'loading':
      return [...cards, busyText(texts.checking)]
    case 'failed':
      return [
        ...cards,
        element('p', { className: 'trouble' }, texts.review.queueError),
        button(texts.check, restart),
      ]
    case 'idle':
      return [...cards, button(texts.review.more, () => void loadNext())]
    case 'complete':
      return cards
  }
}

/** Decides with the name in a field, and announces the result. */
function createDecider(
  client: OperatorClient,
  texts: () => Texts,
  onDecided: (uploadIds: UploadId[]) => void,
) {
  const nameField = element('input', {
    className: 'field',
    autocomplete: 'name',
    maxLength: maxOperatorNameLength,
  })
  const status = element('p', { className: 'small' })
  status.setAttribute('role', 'status')
  const announce = (text: string) => {
    status.textContent = text
    return false
  }
  async function decide(uploadIds: UploadId[], decision: DecisionKind, reason: string) {
    const { review, errors } = texts()
    const by = nameField.value.trim()
    if (!by) {
      nameField.focus()
      return announce(review.nameMissing)
    }
    if (decision === 'block' && !reason) return announce(review.reasonMissing)
    try {
      const { results } = await client.decide({ uploadIds, decision, reason, by })
      const isPending = results.some(({ delivery }) => delivery === 'pending')
      announce(isPending ? review.deliveryPending : review.decidedDone)
    } catch {
      return announce(errors['network-lost'])
    }
    onDecided(uploadIds)
    return true
  }
  return { nameField, status, decide }
}

/**
 * Creates the section in `root`. The name of the operator is kept until the operator leaves.
 * @param view the current texts and language
 */
export function createReviewSection(
  root: HTMLElement,
  client: OperatorClient,
  view: () => { texts: Texts; locale: Locale },
): ReviewSection {
  let queue: PagedList<ReviewItem> | undefined
  let past: PagedList<PastDecision> | undefined
  /** Cards stay as they are while others are added or removed: they may play, and contain a reason. */
  let cards = new Map<ReviewItem, HTMLElement>()
  let cardLocale = view().locale
  const selected = new Set<UploadId>()
  const bar = element('div', { className: 'card block' })
  const { nameField, status, decide } = createDecider(
    client,
    () => view().texts,
    (uploadIds) => {
      for (const uploadId of uploadIds) selected.delete(uploadId)
      if (queue) queue.items = queue.items.filter((item) => !uploadIds.includes(item.uploadId))
      restartPast()
    },
  )

  function restart(): void {
    queue = createPagedList(
      client.reviews(),
      (items, page) => mergeItems(items, page.items),
      render,
    )
    void queue.loadNext()
    restartPast()
  }

  function restartPast(): void {
    past = createPagedList(
      client.decisions(),
      (items, { decisions }) => [...items, ...decisions],
      render,
    )
    void past.loadNext()
  }

  function renderBar(): void {
    const { review: texts } = view().texts
    const ids = [...selected].slice(0, maxDecidedVideos)
    const count = String(ids.length)
    bar.hidden = ids.length === 0
    const names = {
      approve: fillText(texts.approveSelected, { count }),
      block: fillText(texts.blockSelected, { count }),
    }
    bar.replaceChildren(
      decisionForm(texts, names, (decision, reason) => decide(ids, decision, reason)),
    )
  }

  function toggle(uploadId: UploadId, isSelected: boolean): void {
    if (isSelected) selected.add(uploadId)
    else selected.delete(uploadId)
    renderBar()
  }

  function cardsOf(items: ReviewItem[], decisionView: DecisionView): HTMLElement[] {
    const known = cardLocale === decisionView.locale ? cards : new Map<ReviewItem, HTMLElement>()
    cardLocale = decisionView.locale
    cards = new Map(items.map((item) => [item, known.get(item) ?? reviewCard(item, decisionView)]))
    return [...cards.values()]
  }

  function render(): void {
    const { texts, locale } = view()
    if (!queue || !past) return
    const decisionView: DecisionView = { texts, locale, decide, toggle, selected }
    const empty = element(
      'div',
      { className: 'card block' },
      element('h2', {}, texts.review.noReviews),
      element('p', { className: 'muted' }, texts.review.noReviewsText),
    )
    const isEmpty = queue.state === 'complete' && queue.items.length === 0
    const waiting = isEmpty ? [empty] : cardsOf(queue.items, decisionView)
    const decided = past.items.map((item) => pastDecisionView(item, decisionView))
    renderBar()
    const name = labelled(texts.review.yourName, nameField, texts.review.yourNameHint)
    root.replaceChildren(
      element('div', { className: 'card block' }, name),
      status,
      bar,
      ...listView(queue, waiting, { texts, restart }),
      ...(decided.length > 0 ? [element('h2', {}, texts.review.decisions)] : []),
      ...listView(past, decided, { texts, restart }),
    )
  }

  return {
    open: () => {
      if (!queue) restart()
    },
    render,
  }
}
