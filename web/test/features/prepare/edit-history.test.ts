import { expect, it } from 'vitest'
import { createEditHistory } from '../../../src/features/prepare/edit-history.ts'

const trim = { start: 1, end: 3, copy: true }

it('returns to every earlier state, and no further than the first', () => {
  const history = createEditHistory({ trim: undefined, cover: 'stored' })
  expect(history.undoable.value).toBeUndefined()
  history.change({ trim })
  history.change({ cover: undefined })
  expect(history.current.value).toEqual({ trim, cover: undefined })
  expect(history.undoable.value).toBe('cover')
  history.undo()
  expect(history.current.value).toEqual({ trim, cover: 'stored' })
  expect(history.undoable.value).toBe('trim')
  history.undo()
  history.undo()
  expect(history.current.value).toEqual(history.initial)
  expect(history.undoable.value).toBeUndefined()
})
