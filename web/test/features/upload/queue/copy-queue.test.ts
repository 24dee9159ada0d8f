import { StorageError } from '../../../../src/platform/storage-error.ts'
import { describe, expect, it } from 'vitest'
import { createCopyQueue } from '../../../../src/features/upload/queue/copy-queue.ts'

const file = (size: number) => new File(['x'.repeat(size)], `${size}.mp4`)

describe('the copy queue', () => {
  it('copies one file at a time, the smallest waiting file first', async () => {
    const copied: string[] = []
    let active = 0
    const queue = createCopyQueue(
      {
        putCopy: async (jobId) => {
          expect(++active).toBe(1)
          await Promise.resolve()
          active--
          copied.push(jobId)
        },
        remove: async () => undefined,
      },
      () => true,
    )
    await Promise.all(
      [3, 2, 1].map((size) =>
        queue.add({ jobId: `${size}`, file: file(size), hasReference: false }),
      ),
    )
    expect(copied).toEqual(['3', '1', '2'])
    expect(queue.notPersisted.value.size).toBe(0)
  })

  it('reports files without copy and reference as not persisted, until a copy succeeds', async () => {
    let hasRoom = false
    const queue = createCopyQueue(
      {
        putCopy: async () => {
          if (!hasRoom) throw new StorageError(new DOMException('', 'QuotaExceededError'))
        },
        remove: async () => undefined,
      },
      () => true,
    )
    await queue.add({ jobId: 'a', file: file(1), hasReference: false })
    await queue.add({ jobId: 'b', file: file(1), hasReference: true })
    expect([...queue.notPersisted.value]).toEqual([['a', 'full']])
    hasRoom = true
    await queue.add({ jobId: 'a', file: file(1), hasReference: false })
    expect(queue.notPersisted.value.size).toBe(0)
  })

  it('removes a copy that is not needed any more when it is complete', async () => {
    const stored = new Set<string>()
    let isNeeded = true
    const queue = createCopyQueue(
      {
        putCopy: async (jobId) => {
          stored.add(jobId)
          isNeeded = false
        },
        remove: async (jobId) => void stored.delete(jobId),
      },
      () => isNeeded,
    )
    await queue.add({ jobId: 'a', file: file(1), hasReference: false })
    await queue.add({ jobId: 'b', file: file(1), hasReference: false })
    expect(stored.size).toBe(0)
  })
})
