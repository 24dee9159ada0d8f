import type { IconNode } from 'lucide'

const svgNamespace = 'http://www.w3.org/2000/svg'

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

/** Creates an SVG element with attributes and children. */
export function svgElement(
  name: string,
  attributes: Record<string, string | number | undefined>,
  ...children: Node[]
): SVGElement {
  const created = document.createElementNS(svgNamespace, name)
  for (const [attribute, value] of Object.entries(attributes))
    if (value !== undefined) created.setAttribute(attribute, String(value))
  created.append(...children)
  if (!(created instanceof SVGElement)) throw new TypeError(name)
  return created
}

/** An icon of Lucide. Hidden from screen readers: a text beside it has the same meaning. */
export const icon = (node: IconNode): SVGElement =>
  svgElement(
    'svg',
    { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    ...node.map(([tag, attributes]) => svgElement(tag, attributes)),
  )

/** A paragraph with a spinner, for an operation in progress. */
export function busyText(text: string): HTMLElement {
  const spinner = element('span', { className: 'spin' })
  spinner.setAttribute('aria-hidden', 'true')
  return element('p', { className: 'waiting' }, spinner, text)
}
