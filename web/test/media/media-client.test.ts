import { expect, it, vi } from 'vitest'
import { compress } from '../../src/media/media-client.ts'
import { memoryFileStore } from '../../src/platform/files/memory-file-store.ts'
import type { MediaRequest, MediaResponse } from '../../src/media/model/worker-messages.ts'

/** Garbage collection of Node.js. */
declare const gc: () => void

/** A worker that answers read requests asynchronously; each byte is its own position. */
class ReadingWorker extends EventTarget {
  postMessage(request: MediaRequest) {
    if (request.type !== 'read') return
    const { start, end } = request
    const bytes = Uint8Array.from({ length: end - start }, (_, index) => start + index).buffer
    queueMicrotask(() => this.respond({ type: 'bytes', bytes }))
  }
  respond(data: MediaResponse) {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
  terminate() {}
}

const worker = vi.hoisted(() => ({ current: undefined as unknown }))
vi.mock('../../src/platform/start-worker.ts', () => ({
  startWorker: () => (worker.current = new ReadingWorker()),
}))
const stored = vi.hoisted(() => ({ size: 0 }))
vi.mock('../../src/platform/output-files.ts', () => ({
  readOutputFile: async () => new File([new Uint8Array(stored.size)], 'a.mp4'),
  removeOutputFile: async () => undefined,
}))

const startCompression = () =>
  compress(
    {
      ...{
        file: new Blob(),
        media: { duration: 1, isEdited: false, otherTracks: [], canEncode: true },
      },
      ...{ recipe: '480p', output: 'a.mp4', isSentWhileWritten: false },
      storage: { kind: 'private-files' as const, store: memoryFileStore },
    },
    () => undefined,
  )
const numbers = async (bytes: Blob) => [...new Uint8Array(await bytes.arrayBuffer())]

it('answers concurrent reads, also of the same bytes', async () => {
  const { read } = startCompression()
  const all = await Promise.all([read(3, 5), read(3, 5), read(0, 1)])
  expect(await Promise.all(all.map(numbers))).toEqual([[3, 4], [3, 4], [0]])
})

it('does not retain bytes that were read', async () => {
  const compression = startCompression()
  const read = async () => new WeakRef(await compression.read(0, 100))
  const bytes = await read()
  await vi.waitFor(() => {
    gc()
    // Compare a boolean: an assertion on the object would retain it.
    expect(bytes.deref() === undefined).toBe(true)
  })
  expect(await numbers(await compression.read(1, 2))).toEqual([1])
})

it('rejects a result that is shorter in the storage than what was written', async () => {
  stored.size = 99
  const { written, done } = startCompression()
  ;(worker.current as ReadingWorker).respond({ type: 'written', size: 100 })
  await expect(written).rejects.toMatchObject({
    failure: 'wrong-output',
    message: '99 of 100 bytes',
  })
  await expect(done).rejects.toMatchObject({ failure: 'wrong-output' })
  stored.size = 100
  const complete = startCompression()
  ;(worker.current as ReadingWorker).respond({ type: 'written', size: 100 })
  expect((await complete.written).size).toBe(100)
})
