import type { IconNode } from 'lucide'

/** Creates an element with its class and its content. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(name)
  created.className = className
  created.append(...children)
  return created
}

/** Creates a button that does not submit a form. */
export function button(
  className: string,
  onClick: () => void,
  ...children: (Node | string)[]
): HTMLButtonElement {
  const created = element('button', className, ...children)
  created.type = 'button'
  created.addEventListener('click', onClick)
  return created
}

/** Creates an icon of Lucide. Hidden from screen readers: a text beside it has the same meaning. */
export function icon(node: IconNode): SVGElement {
  const create = (name: string, attributes: object): SVGElement => {
    const created = document.createElementNS('http://www.w3.org/2000/svg', name)
    for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, String(value))
    return created
  }
  const svg = create('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': true })
  svg.append(...node.map(([name, attributes]) => create(name, attributes)))
  return svg
}
