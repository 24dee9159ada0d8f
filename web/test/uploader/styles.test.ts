import { describe, expect, it } from 'vitest'
import { addStyles, adoptStyles } from '../../src/uploader/styles.ts'

const newRoot = () => document.createElement('div').attachShadow({ mode: 'open' })
const colours = (root: ShadowRoot) =>
  root.adoptedStyleSheets.map((sheet) => sheet.cssRules[0]?.cssText.match(/color: (\w+)/)?.[1])

describe('styles of loaded components', () => {
  it('apply to every uploader, earlier or later ones, and never to the page', () => {
    const first = newRoot()
    const stop = adoptStyles(first)
    addStyles('p { color: red }')
    const second = newRoot()
    adoptStyles(second)
    addStyles('p { color: blue }')
    expect(colours(first)).toEqual(['red', 'blue'])
    expect(colours(second)).toEqual(['red', 'blue'])
    stop()
    addStyles('p { color: green }')
    expect(colours(first)).toEqual(['red', 'blue'])
    expect(document.adoptedStyleSheets).toEqual([])
    expect(document.head.querySelector('style')).toBeNull()
  })
})
