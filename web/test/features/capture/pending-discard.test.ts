import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { usePendingDiscard } from '../../../src/features/capture/ui/pending-discard.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function start() {
  const removed: string[] = []
  const scope = effectScope()
  const pending = scope.run(() => usePendingDiscard((directory) => removed.push(directory)))
  if (!pending) throw new Error('The scope is not active.')
  return { ...pending, removed, scope }
}

it('removes a discarded recording after ten seconds', () => {
  const { discard, pending, removed } = start()
  discard('a')
  vi.advanceTimersByTime(9_999)
  expect([pending.value, removed]).toEqual(['a', []])
  vi.advanceTimersByTime(1)
  expect([pending.value, removed]).toEqual([undefined, ['a']])
})

it('restores a recording, and waits while the message is in use', () => {
  const { discard, undo, hold, release, removed } = start()
  discard('a')
  undo()
  vi.advanceTimersByTime(20_000)
  expect(removed).toEqual([])
  discard('b')
  hold()
  vi.advanceTimersByTime(20_000)
  expect(removed).toEqual([])
  release()
  vi.advanceTimersByTime(10_000)
  expect(removed).toEqual(['b'])
})

it('removes the recording before another one is discarded, and when the list is closed', () => {
  const { discard, removed, scope } = start()
  discard('a')
  discard('b')
  expect(removed).toEqual(['a'])
  scope.stop()
  expect(removed).toEqual(['a', 'b'])
})
