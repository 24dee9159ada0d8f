import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CosClient,
  type GrowingFile,
  PartSender,
  partSize,
  type SliceParams,
} from '../../../src/features/upload/adapters/growing-file.ts'

/** A file that grows as the test says; bytes near its start change when it is finished, as an MP4's do. */
function growing(content: Uint8Array<ArrayBuffer>) {
  const { promise: verified, resolve: verify, reject: condemn } = Promise.withResolvers<void>()
  let changed = Promise.withResolvers<void>()
  let patched = new Uint8Array(content)
  patched.set([0, 0, 0, 0], 28)
  const file = {
    expectedSize: content.length,
    written: 0,
    isWritten: false as boolean,
    changed: () => changed.promise,
    read: async (start: number, end: number) => new Blob([patched.slice(start, end)]),
    verified,
  }
  const change = () => {
    changed.resolve()
    changed = Promise.withResolvers()
  }
  return {
    file: file satisfies GrowingFile,
    verify,
    condemn,
    write(bytes: number) {
      file.written = Math.min(content.length, file.written + bytes)
      change()
    },
    finish() {
      file.written = content.length
      file.isWritten = true
      patched = content
      change()
    },
  }
}

/** COS in memory, which keeps what it was sent and joins what it is told to. */
function cos(options: { failParts?: number[] } = {}) {
  const failing = new Set(options.failParts)
  const parts = new Map<number, Blob>()
  const order: number[] = []
  let joined: Blob | undefined
  const client: CosClient = {
    multipartInit: (_, callback) => callback(null, { UploadId: 'u' }),
    multipartUpload: (params, callback) => {
      const { PartNumber, Body } = params as { PartNumber: number; Body: Blob }
      if (failing.delete(PartNumber))
        return callback({ statusCode: 503, message: 'busy' }, { ETag: '' })
      order.push(PartNumber)
      parts.set(PartNumber, Body)
      queueMicrotask(() => callback(null, { ETag: `"${PartNumber}"` }))
    },
    multipartComplete: (params, callback) => {
      const { Parts } = params as { Parts: { PartNumber: number }[] }
      joined = new Blob(Parts.map(({ PartNumber }) => parts.get(PartNumber) ?? ''))
      callback(null, {})
    },
    sliceUploadFile: () => undefined,
    cancelTask: () => undefined,
  }
  return { client, order, joined: () => joined }
}

const params: SliceParams = {
  Bucket: 'bucket-1',
  Region: 'ap-chongqing',
  Key: 'key.mp4',
  Body: new Blob(),
  onProgress: () => undefined,
}
const never = () => false
const noise = (length: number) => {
  const bytes = new Uint8Array(length)
  for (let index = 0; index < length; index += 997) bytes[index] = (index * 31) & 255
  return bytes
}
async function hash(content: Blob | undefined): Promise<string> {
  const bytes = await (content ?? new Blob()).arrayBuffer()
  return String(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

describe('parts of a growing file', () => {
  it('are sent as they fill, the first one last, and come to the finished bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 64, max: 5 * partSize }),
        fc.array(fc.integer({ min: 1, max: 2 * partSize }), { maxLength: 8 }),
        async (length, writes) => {
          const content = noise(length)
          const source = growing(content)
          const storage = cos()
          const sent = new PartSender(source.file).send(storage.client, params, never)
          for (const bytes of writes) {
            source.write(bytes)
            await Promise.resolve()
          }
          source.finish()
          source.verify()
          await sent
          expect(await hash(storage.joined())).toBe(await hash(new Blob([content])))
          expect(storage.order.at(-1)).toBe(1)
          expect(new Set(storage.order).size).toBe(storage.order.length)
        },
      ),
      { numRuns: 40 },
    )
  }, 60_000) // hashes some hundred megabytes

  it('leave before the file is finished', async () => {
    const source = growing(noise(3 * partSize))
    const storage = cos()
    void new PartSender(source.file).send(storage.client, params, never)
    source.write(2 * partSize + 1)
    await expect.poll(() => storage.order).toEqual([2])
  })

  it('are not joined before the file is known to be good', async () => {
    const source = growing(noise(partSize))
    const storage = cos()
    const sent = new PartSender(source.file).send(storage.client, params, never)
    source.finish()
    await expect.poll(() => storage.order).toEqual([1])
    source.condemn(new Error('wrong'))
    await expect(sent).rejects.toThrow('wrong')
    expect(storage.joined()).toBeUndefined()
  })

  it('are kept over a failure: only what is missing is sent again', async () => {
    const content = noise(4 * partSize)
    const source = growing(content)
    source.finish()
    source.verify()
    const sender = new PartSender(source.file)
    const storage = cos({ failParts: [3] })
    await expect(sender.send(storage.client, params, never)).rejects.toMatchObject({
      statusCode: 503,
    })
    await expect.poll(() => storage.order.toSorted()).toEqual([1, 2, 4])
    await sender.send(storage.client, params, never)
    expect(storage.order.toSorted()).toEqual([1, 2, 3, 4])
    expect(await hash(storage.joined())).toBe(await hash(new Blob([content])))
  })

  it('begin anew under another key', async () => {
    const content = noise(2 * partSize)
    const source = growing(content)
    source.finish()
    const sender = new PartSender(source.file)
    const [first, second] = [cos(), cos()]
    void sender.send(first.client, params, never)
    await expect.poll(() => first.order.toSorted()).toEqual([1, 2])
    source.verify()
    await sender.send(second.client, { ...params, Key: 'other.mp4' }, never)
    expect(await hash(second.joined())).toBe(await hash(new Blob([content])))
  })

  it('are no longer sent, and never joined, once it is over', async () => {
    const source = growing(noise(3 * partSize))
    const storage = cos()
    let isOver = false
    const sent = new PartSender(source.file).send(storage.client, params, () => isOver)
    source.write(2 * partSize)
    await expect.poll(() => storage.order).toEqual([2])
    isOver = true
    source.finish()
    source.verify()
    await sent
    expect(storage.order).toEqual([2])
    expect(storage.joined()).toBeUndefined()
  })
})
