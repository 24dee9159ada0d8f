/** An element with some properties of its own and what is in it. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

/** What is waited for, with a sign that it goes on. */
export function waiting(text: string): HTMLElement {
  const spinner = element('span', { className: 'spinner' })
  spinner.setAttribute('aria-hidden', 'true')
  return element('p', { className: 'waiting' }, spinner, text)
}
