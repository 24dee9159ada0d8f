import { expect, it } from 'vitest'
import { ShortMemory } from '../../src/lib/ttl-cache.ts'

it('forgets in time, and the oldest first where there are too many', () => {
  const memory = new ShortMemory<string, number>(2)
  memory.set('a', 1, 1000)
  memory.set('b', 2, 2000)
  expect([memory.get('a', 999), memory.get('a', 1000)]).toEqual([1, undefined])
  memory.set('a', 3, 2000)
  memory.set('c', 4, 2000)
  expect(['a', 'b', 'c'].map((key) => memory.get(key, 0))).toEqual([3, undefined, 4])
  memory.delete('c')
  expect(memory.get('c', 0)).toBeUndefined()
})
