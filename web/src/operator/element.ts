/** Creates an element with properties and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const created = Object.assign(document.createElement(name), properties)
  created.append(...children)
  return created
}

/** A paragraph with a spinner, for an operation in progress. */
export function busyText(text: string): HTMLElement {
  const spinner = element('span', { className: 'spin' })
  spinner.setAttribute('aria-hidden', 'true')
  return element('p', { className: 'waiting' }, spinner, text)
}
