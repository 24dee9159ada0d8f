import { element } from './element.ts'

/** A table whose first column names the rows. */
export function table(head: string[], rows: string[][]): HTMLElement {
  const headRow = head.map((cell) => element('th', { scope: 'col' }, cell))
  const bodyRows = rows.map(([first = '', ...values]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row', dir: 'auto' }, first),
      ...values.map((value) => element('td', {}, value)),
    ),
  )
  return element(
    'table',
    { className: 'num small' },
    element('thead', {}, element('tr', {}, ...headRow)),
    element('tbody', {}, ...bodyRows),
  )
}
