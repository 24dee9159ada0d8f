import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { probe } from '../../src/media/media-client.ts'
import { stallSeconds, watchForStall } from '../../src/media/stall-watch.ts'

const worker = vi.hoisted(() => ({
  isTerminated: false,
  emit: (() => undefined) as (message: object) => void,
}))
vi.mock('../../src/platform/start-worker.ts', () => ({
  /** A worker whose codec hangs: it never answers. */
  startWorker: () => {
    const target = new EventTarget()
    worker.emit = (data) => void target.dispatchEvent(new MessageEvent('message', { data }))
    return Object.assign(target, {
      postMessage: () => undefined,
      terminate: () => void (worker.isTerminated = true),
    })
  },
}))

let isHidden = false
const hidden = vi.spyOn(document, 'hidden', 'get')

beforeEach(() => {
  vi.useFakeTimers()
  worker.isTerminated = false
  isHidden = false
  hidden.mockImplementation(() => isHidden)
})
afterEach(() => void vi.useRealTimers())

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000)

it('ends a worker that makes no progress, with a failure of its own', async () => {
  const outcome = probe(new Blob()).catch((error: unknown) => error)
  await seconds(stallSeconds - 1)
  expect(worker.isTerminated).toBe(false)
  await seconds(1)
  expect(await outcome).toMatchObject({ name: 'CompressionError', failure: 'stalled' })
  expect(worker.isTerminated).toBe(true)
})

it('waits for a slow worker that reports activity', async () => {
  void probe(new Blob()).catch(() => undefined)
  for (let minute = 0; minute < 10; minute++) {
    await seconds(stallSeconds - 1)
    worker.emit({ type: 'active' })
  }
  expect(worker.isTerminated).toBe(false)
  await seconds(stallSeconds)
  expect(worker.isTerminated).toBe(true)
})

it('does not count the time in which the device sleeps or the page is frozen', async () => {
  const onStall = vi.fn()
  watchForStall(onStall)
  await seconds(stallSeconds - 10)
  // The clock jumps by an hour, and no timer has run.
  const now = performance.now()
  const jump = vi.spyOn(performance, 'now').mockReturnValue(now + 3_600_000)
  await seconds(1)
  expect(onStall).not.toHaveBeenCalled()
  jump.mockRestore()
  await seconds(1)
  expect(onStall).not.toHaveBeenCalled()
})

it('does not count the time in which the page is hidden', async () => {
  const onStall = vi.fn()
  watchForStall(onStall)
  await seconds(stallSeconds - 10)
  isHidden = true
  await seconds(3600)
  expect(onStall).not.toHaveBeenCalled()
  isHidden = false
  await seconds(stallSeconds - 1)
  expect(onStall).not.toHaveBeenCalled()
  await seconds(1)
  expect(onStall).toHaveBeenCalledOnce()
})

it('reports nothing after it was stopped', async () => {
  const onStall = vi.fn()
  watchForStall(onStall).stop()
  await seconds(2 * stallSeconds)
  expect(onStall).not.toHaveBeenCalled()
})
