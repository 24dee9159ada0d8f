import { expect, it, vi } from 'vitest'
import { compress } from '../../src/media/media-client.ts'
import type { Answer, Request } from '../../src/media/model/worker-messages.ts'

/** Node's garbage collection. */
declare const gc: () => void

/** A worker that answers what is read, later, with the numbers of the bytes. */
class ReadingWorker extends EventTarget {
  postMessage(request: Request) {
    if (request.type !== 'read') return
    const { start, end } = request
    const bytes = Uint8Array.from({ length: end - start }, (_, index) => start + index).buffer
    queueMicrotask(() => this.answer({ type: 'bytes', bytes }))
  }
  answer(data: Answer) {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
  terminate() {}
}

const worker = vi.hoisted(() => ({ current: undefined as unknown }))
vi.mock('../../src/platform/start-worker.ts', () => ({
  startWorker: () => (worker.current = new ReadingWorker()),
}))
vi.mock('../../src/platform/output-files.ts', () => ({}))

const begun = () =>
  compress(
    {
      ...{ file: new Blob(), media: { duration: 1, isEdited: false, canEncode: true } },
      ...{ recipe: '480p', output: 'a.mp4' },
    },
    () => undefined,
  )
const numbers = async (bytes: Blob) => [...new Uint8Array(await bytes.arrayBuffer())]

it('answers each of those who read, also the same bytes twice', async () => {
  const { read } = begun()
  const all = await Promise.all([read(3, 5), read(3, 5), read(0, 1)])
  expect(await Promise.all(all.map(numbers))).toEqual([[3, 4], [3, 4], [0]])
})

it('keeps nothing of what was read', async () => {
  const compression = begun()
  const read = async () => new WeakRef(await compression.read(0, 100))
  const bytes = await read()
  await vi.waitFor(() => {
    gc()
    // Nor does an assertion, of whether it is there.
    expect(bytes.deref() === undefined).toBe(true)
  })
  expect(await numbers(await compression.read(1, 2))).toEqual([1])
})
