import { afterEach, expect, it, vi } from 'vitest'
import { ChunkGarbage } from '../../src/media/worker/gc-hint.ts'

const megabyte = 1024 * 1024

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** Counts what is asked for and refused, which takes some milliseconds. */
function refusing(ms: number) {
  vi.useFakeTimers({ toFake: ['performance'] })
  const asked: number[] = []
  vi.stubGlobal('ArrayBuffer', function (size: number) {
    asked.push(size)
    vi.advanceTimersByTime(ms)
    throw new RangeError('Array buffer allocation failed')
  })
  return asked
}

it('has chunks collected as often as they come to 8 MB', () => {
  const asked = refusing(0)
  const garbage = new ChunkGarbage()
  const counts = Array.from({ length: 8 }, () => {
    garbage.add(3 * megabyte)
    return asked.length
  })
  expect(counts).toEqual([0, 0, 1, 1, 1, 2, 2, 2])
})

it('spends no more than one part in fifty of the time on it', () => {
  const asked = refusing(20)
  const garbage = new ChunkGarbage()
  for (let ms = 0; ms < 10_000; ms += 10) {
    garbage.add(megabyte / 2)
    vi.advanceTimersByTime(10)
  }
  expect(asked.length).toBeGreaterThan(1)
  expect((asked.length - 1) * 20).toBeLessThanOrEqual(10_000 / 50)
})

it('keeps no more than 64 MB waiting for that, however large the chunks', () => {
  const asked = refusing(1000)
  const garbage = new ChunkGarbage()
  garbage.add(8 * megabyte)
  const counts = [40, 23, 1, 63, 1].map((megabytes) => {
    garbage.add(megabytes * megabyte)
    return asked.length
  })
  expect(counts).toEqual([1, 1, 2, 2, 3])
})
