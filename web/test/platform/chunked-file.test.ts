import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ChunkedFile } from '../../src/platform/files/chunked-file.ts'
import { memoryFileStore } from '../../src/platform/files/memory-file-store.ts'
import { StorageError } from '../../src/platform/storage-error.ts'

const step = fc.oneof(
  fc.record({
    type: fc.constant('write' as const),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }),
    /** Bytes before the end of the file; after it if negative. */
    back: fc.integer({ min: -5, max: 30 }),
  }),
  fc.record({ type: fc.constant('truncate' as const), size: fc.nat({ max: 60 }) }),
)

it('has the bytes of every sequence of writes and truncations', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const file = await memoryFileStore.create('a/b')
      let expected: number[] = []
      for (const action of steps)
        if (action.type === 'write') {
          const at = Math.max(0, expected.length - action.back)
          const written = file.write(new Uint8Array(action.bytes), at)
          const end = at + action.bytes.length
          const before = Array.from({ length: at }, (_, index) => expected[index] ?? 0)
          expected = [...before, ...action.bytes, ...expected.slice(end)]
          await written
        } else {
          await file.truncate(action.size)
          expected = expected.slice(0, action.size)
        }
      await file.close()
      expect([...new Uint8Array(await file.read(0, expected.length))]).toEqual(expected)
      const [start, end] = [expected.length >> 2, expected.length >> 1]
      expect([...new Uint8Array(await file.read(start, end))]).toEqual(expected.slice(start, end))
      const stored = await (await memoryFileStore.open('a/b'))?.arrayBuffer()
      expect([...new Uint8Array(stored ?? [])]).toEqual(expected)
    }),
  ))

it('copies the bytes before the call returns, and writes in the order of the calls', async () => {
  const file = await memoryFileStore.create('a/b')
  const bytes = new Uint8Array([1, 2])
  const first = file.write(bytes, 0)
  bytes.set([3, 4])
  await Promise.all([first, file.write(bytes, 2)])
  expect([...new Uint8Array(await file.read(0, 4))]).toEqual([1, 2, 3, 4])
})

it('has zeros in place of released bytes, and keeps its size', async () => {
  const file = await memoryFileStore.create('a/b')
  await file.write(new Uint8Array(100_000).fill(1), 0)
  await file.write(new Uint8Array(100_000).fill(2), 100_000)
  await file.write(new Uint8Array(10).fill(3), 200_000)
  // Only whole chunks are released.
  await file.release(100_000, 200_005)
  const stored = await memoryFileStore.open('a/b')
  expect(stored?.size).toBe(200_010)
  const bytes = new Uint8Array((await stored?.arrayBuffer()) ?? [])
  expect([99_999, 100_000, 199_999, 200_000].map((at) => bytes[at])).toEqual([1, 0, 0, 3])
})

it('rejects with a storage error after a chunk was lost, and continues to work', async () => {
  const chunks = new Map<number, Blob>()
  const file = new ChunkedFile({
    put: async (index, bytes) => void chunks.set(index, bytes),
    get: async (index) => chunks.get(index),
    remove: async (index) => void chunks.delete(index),
  })
  await file.write(new Uint8Array([1]), 0)
  await file.write(new Uint8Array([2]), 1)
  chunks.delete(0)
  await expect(file.read(0, 2)).rejects.toBeInstanceOf(StorageError)
  expect([...new Uint8Array(await file.read(1, 2))]).toEqual([2])
})

it('lists and removes files and directories', async () => {
  for (const path of ['x/one/raw', 'x/one/Title.mp4', 'x/two/raw'])
    await memoryFileStore.create(path)
  expect(await memoryFileStore.list('x')).toEqual(['one', 'two'])
  expect(await memoryFileStore.list('x/one')).toEqual(['raw', 'Title.mp4'])
  await memoryFileStore.remove('x/one')
  expect(await memoryFileStore.list('x')).toEqual(['two'])
})
