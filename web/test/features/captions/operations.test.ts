import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cue } from '../../../src/features/captions/model/cue.ts'
import { change, redo, startHistory, undo } from '../../../src/features/captions/model/history.ts'
import {
  insertCue,
  mergeWithNext,
  removeCue,
  replaceText,
  setEnd,
  setStart,
  setText,
  shiftAll,
  splitCue,
} from '../../../src/features/captions/model/operations.ts'

const cue = (start: number, end: number, text = 'text'): Cue => ({ start, end, text })
const three = [cue(0, 1000, 'a'), cue(1000, 2000, 'b'), cue(3000, 4000, 'c')]

describe('the editor', () => {
  it('changes a text', () => {
    expect(setText(three, 1, 'new')[1]).toEqual(cue(1000, 2000, 'new'))
    expect(setText(three, 1, 'b')).toBe(three)
  })

  it('sets a start, and ends the cue before it then', () => {
    expect(setStart(three, 1, 500)).toEqual([cue(0, 500, 'a'), cue(500, 2000, 'b'), three[2]])
  })

  it('moves a cue whose start is set after its end, and later ones with it', () => {
    expect(setStart(three, 1, 2500)).toEqual([three[0], cue(2500, 3500, 'b'), cue(3500, 4500, 'c')])
  })

  it('sets an end, and moves later cues', () => {
    expect(setEnd(three, 1, 3500)).toEqual([three[0], cue(1000, 3500, 'b'), cue(3500, 4500, 'c')])
    expect(setEnd(three, 1, 200)[1]).toEqual(cue(1000, 1100, 'b'))
  })

  it('splits a cue at the caret, in proportion to its text', () => {
    expect(splitCue([cue(0, 1000, 'one three')], 0, 3)).toEqual([
      cue(0, 375, 'one'),
      cue(375, 1000, 'three'),
    ])
    expect(splitCue(three, 0, 0)).toBe(three)
  })

  it('joins a cue with the next one', () => {
    expect(mergeWithNext(three, 1)).toEqual([three[0], cue(1000, 4000, 'b\nc')])
    expect(mergeWithNext(three, 2)).toBe(three)
  })

  it('adds and removes a cue', () => {
    const added = insertCue(three, 2200)
    expect(added).toEqual({ index: 2, cues: three.toSpliced(2, 0, cue(2200, 3000, '')) })
    expect(removeCue(added.cues, 2)).toEqual(three)
  })

  it('moves all cues, at most to the start', () => {
    const later = shiftAll(three, 250)
    expect(later[1]).toEqual(cue(1250, 2250, 'b'))
    expect(shiftAll(later, -9999)).toEqual(three)
  })

  it('replaces text literally', () => {
    const cues = [cue(0, 1, 'a.c A.C abc'), cue(1, 2, 'x')]
    expect(replaceText(cues, 'a.c', '$&', false)).toEqual({
      cues: [cue(0, 1, '$& $& abc'), cues[1]],
      count: 2,
    })
    expect(replaceText(cues, 'A.C', 'x', true).count).toBe(1)
    expect(replaceText(cues, '', 'x', false)).toEqual({ cues, count: 0 })
  })

  it('leaves cues in order after any operations', () => {
    const index = fc.nat(8)
    const ms = fc.integer({ min: -2000, max: 20_000 })
    const operation = fc.oneof(
      fc.tuple(index, ms).map(
        ([i, t]) =>
          (cues: readonly Cue[]) =>
            setStart(cues, i, t),
      ),
      fc.tuple(index, ms).map(
        ([i, t]) =>
          (cues: readonly Cue[]) =>
            setEnd(cues, i, t),
      ),
      index.map((i) => (cues: readonly Cue[]) => mergeWithNext(cues, i)),
      index.map((i) => (cues: readonly Cue[]) => removeCue(cues, i)),
      fc.tuple(index, index).map(
        ([i, o]) =>
          (cues: readonly Cue[]) =>
            splitCue(cues, i, o),
      ),
      ms.map((t) => (cues: readonly Cue[]) => insertCue(cues, t).cues),
      ms.map((t) => (cues: readonly Cue[]) => shiftAll(cues, t)),
    )
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
        const cues = operations.reduce(
          (current, operate) => operate(current),
          three as readonly Cue[],
        )
        let end = 0
        for (const item of cues) {
          expect(item.start).toBeGreaterThanOrEqual(end)
          expect(item.end).toBeGreaterThan(item.start)
          end = item.end
        }
      }),
    )
  })
})

describe('history', () => {
  it('undoes and redoes changes', () => {
    const changed = change(change(startHistory('a'), 'b'), 'c')
    const back = undo(undo(changed))
    expect(back.current).toBe('a')
    expect(undo(back)).toBe(back)
    expect(redo(redo(back)).current).toBe('c')
    expect(redo(change(back, 'd')).current).toBe('d')
  })

  it('makes changes with the same key one step', () => {
    const typed = change(change(startHistory('a'), 'ab', 'text 0'), 'abc', 'text 0')
    expect(undo(typed).current).toBe('a')
    expect(undo(change(typed, 'x', 'text 1')).current).toBe('abc')
  })
})
