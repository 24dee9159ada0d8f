import { expect, it } from 'vitest'
import { TtlCache } from '../../src/lib/ttl-cache.ts'

it('removes expired entries, and the oldest one when it is full', () => {
  const cache = new TtlCache<string, number>(2)
  cache.set('a', 1, 1000)
  cache.set('b', 2, 2000)
  expect([cache.get('a', 999), cache.get('a', 1000)]).toEqual([1, undefined])
  cache.set('a', 3, 2000)
  cache.set('c', 4, 2000)
  expect(['a', 'b', 'c'].map((key) => cache.get(key, 0))).toEqual([3, undefined, 4])
  cache.delete('c')
  expect(cache.get('c', 0)).toBeUndefined()
})
