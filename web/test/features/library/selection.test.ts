import type { UploadId } from '@reelferry/contract'
import { describe, expect, it } from 'vitest'
import {
  noSelection,
  select,
  type Selection,
  selectedOf,
  wholeSelection,
} from '../../../src/features/library/model/selection.ts'

const shown = [...'abcdef'] as UploadId[]
const idOf = (name: string) => name as UploadId

/** Applies clicks: `b` selects, `-b` deselects, `^b` selects the range to b, `^-b` deselects it. */
const click = (selection: Selection, ...clicks: string[]) =>
  clicks.reduce(
    (before, text) =>
      select(before, shown, idOf(text.at(-1) ?? ''), {
        isSelected: !text.includes('-'),
        isRange: text.includes('^'),
      }),
    selection,
  )
const names = (selection: Selection, of = shown) => [...selectedOf(selection, of)].join('')

describe('select', () => {
  it.each([
    [['b', 'd'], 'bd'],
    [['b', 'd', '-b'], 'd'],
    [['b', '^e'], 'bcde'],
    [['e', '^b'], 'bcde'],
    [['b', '^e', '^-d'], 'bc'],
    [['^c'], 'c'],
  ])('applies %j', (clicks, selected) => {
    expect(names(click(noSelection, ...clicks))).toBe(selected)
  })

  it('deselects one of all', () => {
    expect(names(click(wholeSelection, '-c'))).toBe('abdef')
  })
})

describe('selectedOf', () => {
  it('contains all shown videos of a whole selection, also those that are loaded later', () => {
    expect(names(wholeSelection)).toBe('abcdef')
    expect(names(wholeSelection, [...shown, idOf('g')])).toBe('abcdefg')
  })

  it('contains no video that is not shown', () => {
    expect(names(click(noSelection, 'b', 'd'), [idOf('d'), idOf('f')])).toBe('d')
  })
})
