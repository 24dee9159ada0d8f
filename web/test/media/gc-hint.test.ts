import { afterEach, expect, it, vi } from 'vitest'
import { GcHint } from '../../src/media/worker/gc-hint.ts'

const megabyte = 1024 * 1024

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** Rejects every allocation after `ms` milliseconds. Returns the list of requested sizes. */
function rejectAllocations(ms: number) {
  vi.useFakeTimers({ toFake: ['performance'] })
  const requested: number[] = []
  vi.stubGlobal('ArrayBuffer', function (size: number) {
    requested.push(size)
    vi.advanceTimersByTime(ms)
    throw new RangeError('Array buffer allocation failed')
  })
  return requested
}

it('requests a garbage collection for every 8 MB of chunks', () => {
  const requested = rejectAllocations(0)
  const gcHint = new GcHint()
  const counts = Array.from({ length: 8 }, () => {
    gcHint.add(3 * megabyte)
    return requested.length
  })
  expect(counts).toEqual([0, 0, 1, 1, 1, 2, 2, 2])
})

it('spends at most a fiftieth of the time on garbage collections', () => {
  const requested = rejectAllocations(20)
  const gcHint = new GcHint()
  for (let ms = 0; ms < 10_000; ms += 10) {
    gcHint.add(megabyte / 2)
    vi.advanceTimersByTime(10)
  }
  expect(requested.length).toBeGreaterThan(1)
  expect((requested.length - 1) * 20).toBeLessThanOrEqual(10_000 / 50)
})

it('requests a garbage collection after 64 MB even during a pause', () => {
  const requested = rejectAllocations(1000)
  const gcHint = new GcHint()
  gcHint.add(8 * megabyte)
  const counts = [40, 23, 1, 63, 1].map((megabytes) => {
    gcHint.add(megabytes * megabyte)
    return requested.length
  })
  expect(counts).toEqual([1, 1, 2, 2, 3])
})
