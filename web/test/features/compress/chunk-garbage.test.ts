import { afterEach, expect, it, vi } from 'vitest'
import { ChunkGarbage } from '../../../src/features/compress/adapters/chunk-garbage.ts'

const megabyte = 1024 * 1024

afterEach(() => vi.unstubAllGlobals())

it('has chunks collected as often as they come to 16 MB, also where there is no room to ask for it', () => {
  const asked: number[] = []
  vi.stubGlobal('ArrayBuffer', function (size: number) {
    asked.push(size)
    throw new RangeError('Array buffer allocation failed')
  })
  const garbage = new ChunkGarbage()
  const counts = Array.from({ length: 8 }, () => {
    garbage.add(5 * megabyte)
    return asked.length
  })
  expect(counts).toEqual([0, 0, 0, 1, 1, 1, 1, 2])
  // Less is no pressure to V8, whose limit is that much more than there was.
  expect(Math.min(...asked)).toBeGreaterThanOrEqual(64 * megabyte)
})
