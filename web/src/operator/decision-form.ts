import { type DecisionKind, maxReasonLength } from '@reelferry/contract'
import { element } from './element.ts'
import type { Texts } from './texts.ts'

/** Makes a decision. Resolves to `false` if it was not stored. */
export type OnDecision = (decision: DecisionKind, reason: string) => Promise<boolean>

let nextId = 0

/** A field with its label and a hint. */
export function labelled(
  text: string,
  field: HTMLInputElement | HTMLTextAreaElement,
  hint: string,
): HTMLElement {
  const id = `field-${nextId++}`
  field.id = id
  field.setAttribute('aria-describedby', `${id}-hint`)
  const label = element('label', { className: 'label', htmlFor: id }, element('span', {}, text))
  const description = element('p', { className: 'small muted', id: `${id}-hint` }, hint)
  return element('div', { className: 'labelled' }, label, field, description)
}

/** A reason and the buttons to approve or block. The buttons are disabled while a decision is being sent. */
export function decisionForm(
  texts: Texts['review'],
  names: { approve: string; block: string },
  onDecision: OnDecision,
): HTMLElement {
  const reason = element('textarea', { className: 'field', rows: 2, maxLength: maxReasonLength })
  const approve = element('button', { type: 'button', className: 'button' }, names.approve)
  const block = element('button', { type: 'button', className: 'button danger-text' }, names.block)
  const send = async (decision: DecisionKind) => {
    approve.disabled = block.disabled = true
    const isStored = await onDecision(decision, reason.value.trim())
    approve.disabled = block.disabled = false
    if (!isStored && decision === 'block' && !reason.value.trim()) reason.focus()
  }
  approve.addEventListener('click', () => void send('approve'))
  block.addEventListener('click', () => void send('block'))
  return element(
    'div',
    { className: 'decision' },
    labelled(texts.reason, reason, texts.reasonHint),
    element('p', { className: 'row' }, approve, block),
  )
}
