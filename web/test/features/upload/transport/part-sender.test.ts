import { md5 } from '@noble/hashes/legacy.js'
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type MultipartObject,
  StalledError,
} from '../../../../src/features/upload/transport/multipart-object.ts'
import {
  type GrowingFile,
  wholeFile,
} from '../../../../src/features/upload/transport/growing-file.ts'
import {
  PartSender,
  type SenderOptions,
} from '../../../../src/features/upload/transport/part-sender.ts'
import {
  type PartSizeRange,
  minPartSize,
  parallelParts,
} from '../../../../src/features/upload/transport/part-sizes.ts'

/** A file that grows as the test says; bytes near its start change when it is finished, as an MP4's do. */
function growing(content: Uint8Array<ArrayBuffer>) {
  const { promise: verified, resolve: verify, reject: condemn } = Promise.withResolvers<void>()
  let changed = Promise.withResolvers<void>()
  let patched = new Uint8Array(content)
  patched.set([0, 0, 0, 0], 28)
  const file = {
    type: 'video/mp4',
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

type Trouble = 'lost' | 'slow' | 'refused' | 'stalled' | 'unanswered'
const errors: Record<Trouble, () => unknown> = {
  lost: () => new Error('CORS blocked or network error'),
  slow: () => ({ statusCode: 400, code: 'UserNetworkTooSlow', message: '' }),
  refused: () => ({ statusCode: 403, code: 'SignatureDoesNotMatch', message: '' }),
  stalled: () => new StalledError(),
  /** Stored, but nobody knows. */
  unanswered: () => new Error('network error'),
}

/** An object in memory, which keeps what it was sent and joins what it is told to. */
function storage() {
  const uploads = new Map<string, Map<number, { bytes: Uint8Array; etag: string }>>()
  const order: number[] = []
  /** What is under way ends with it. */
  let signal: AbortSignal | undefined
  const seen = { sent: 0, sentBytes: 0, atOnce: 0, mostAtOnce: 0, begun: 0 }
  let joined: Uint8Array | undefined
  /** What becomes of the next parts, in the order they arrive. */
  const troubles: (Trouble | undefined)[] = []
  /** Parts wait for it, if there is one. */
  let gate: Promise<void> | undefined
  /** How long a part takes, by the fake clock, ms. */
  let msOf: (bytes: number) => number = () => 0
  const upload = (id: string) => {
    const found = uploads.get(id)
    if (!found) throw { statusCode: 404, code: 'NoSuchUpload', message: '' }
    return found
  }
  const object: MultipartObject = {
    uploads: async () => [...uploads.keys()],
    parts: async (id) =>
      [...upload(id)].map(([number, part]) => {
        // Hashing takes its time, so only what is looked at has the ETag that COS would give.
        part.etag = `"${bytesToHex(md5(part.bytes))}"`
        return { number, size: part.bytes.length, etag: part.etag }
      }),
    begin: async () => {
      const id = `upload ${seen.begun++}`
      uploads.set(id, new Map())
      return id
    },
    async send(id, { number, body }, told) {
      const ending = signal
      seen.sentBytes += body.size
      seen.mostAtOnce = Math.max(seen.mostAtOnce, ++seen.atOnce)
      try {
        const bytes = new Uint8Array(await body.arrayBuffer())
        told(body.size / 2)
        await gate
        const ms = msOf(body.size)
        if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
        ending?.throwIfAborted()
        const trouble = troubles.shift()
        const etag = `sent ${seen.sent++}`
        if (!trouble || trouble === 'unanswered') {
          upload(id).set(number, { bytes, etag })
          order.push(number)
        }
        if (trouble) throw errors[trouble]()
        return etag
      } finally {
        seen.atOnce--
      }
    },
    async complete(id, parts) {
      const stored = upload(id)
      joined = concatBytes(
        ...parts.map(({ number, etag }) => {
          const part = stored.get(number)
          if (part?.etag !== etag) throw { statusCode: 400, code: 'InvalidPart', message: '' }
          return part.bytes
        }),
      )
      uploads.delete(id)
    },
  }
  return {
    object,
    uploads,
    order,
    seen,
    troubles,
    joined: () => joined,
    endWith: (next: AbortSignal | undefined) => (signal = next),
    storedBytes: () =>
      [...uploads.values()]
        .flatMap((parts) => [...parts.values()])
        .reduce((sum, { bytes }) => sum + bytes.length, 0),
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      return () => {
        gate = undefined
        resolve()
      }
    },
    pace: (next: typeof msOf) => (msOf = next),
  }
}

function senderOf(file: GrowingFile, over: Partial<SenderOptions> = {}) {
  const told: number[] = []
  let cuts: PartSizeRange[] = []
  const sender = new PartSender(file, {
    progress: (bytes) => told.push(bytes),
    cut: (next) => (cuts = next),
    assertNotCommitted: async () => undefined,
    ...over,
  })
  return { sender, told, cuts: () => cuts }
}

/** One turn of the real event loop, whatever timers are fake. */
const { setTimeout: realTimeout } = globalThis
const realTurn = () => new Promise((resolve) => realTimeout(resolve))

const forEver = new AbortController().signal
const mebibyte = minPartSize
const noise = (length: number) => {
  const bytes = new Uint8Array(length)
  for (let index = 0; index < length; index += 997) bytes[index] = (index * 31) & 255
  return bytes
}
const videoOf = (content: Uint8Array<ArrayBuffer>) =>
  wholeFile(new File([content], 'a.mp4', { type: 'video/mp4' }))
const isSame = (a: Uint8Array | undefined, b: Uint8Array) =>
  a?.length === b.length && a.every((byte, index) => byte === b[index])

describe('parts of a growing file', () => {
  it('are sent as they fill, the first one last, and come to the finished bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 64, max: 5 * mebibyte }),
        fc.array(fc.integer({ min: 1, max: 2 * mebibyte }), { maxLength: 8 }),
        async (length, writes) => {
          const content = noise(length)
          const source = growing(content)
          const { object, order, joined } = storage()
          const sent = senderOf(source.file).sender.send(object, forEver)
          for (const bytes of writes) {
            source.write(bytes)
            await Promise.resolve()
          }
          source.finish()
          source.verify()
          await sent
          expect(isSame(joined(), content)).toBe(true)
          expect(order.toSorted()).toEqual(order.map((_, index) => index + 1))
        },
      ),
      { numRuns: 40 },
    )
  }, 60_000) // hashes some hundred megabytes

  it('leave before the file is finished, but for the first', async () => {
    const source = growing(noise(3 * mebibyte))
    const { object, order } = storage()
    void senderOf(source.file).sender.send(object, forEver)
    source.write(2 * mebibyte + 1)
    await expect.poll(() => order).toEqual([2])
  })

  it('are not joined before the file is known to be good', async () => {
    const source = growing(noise(mebibyte))
    const { object, order, joined } = storage()
    const sent = senderOf(source.file).sender.send(object, forEver)
    source.finish()
    await expect.poll(() => order).toEqual([1])
    source.condemn(new Error('wrong'))
    await expect(sent).rejects.toThrow('wrong')
    expect(joined()).toBeUndefined()
  })
})

describe('parts of a file', () => {
  const content = noise(20 * mebibyte)

  it('are sent six at a time, each once', async () => {
    const { object, order, joined, seen } = storage()
    await senderOf(videoOf(content)).sender.send(object, forEver)
    expect(isSame(joined(), content)).toBe(true)
    expect(new Set(order).size).toBe(order.length)
    expect(seen).toMatchObject({ sentBytes: content.length, mostAtOnce: parallelParts, begun: 1 })
  })

  it('are repeated alone when their connection is lost, while the others go on', async () => {
    const { object, joined, seen, troubles } = storage()
    troubles.push('lost', undefined, 'slow')
    await senderOf(videoOf(content)).sender.send(object, forEver)
    expect(isSame(joined(), content)).toBe(true)
    expect(seen.sentBytes).toBe(content.length + 2 * mebibyte)
  })

  it('that are on their way when another is refused are not given up, and none is begun', async () => {
    const { object, order, troubles, hold, seen } = storage()
    const open = hold()
    troubles.push('refused')
    const sent = senderOf(videoOf(content)).sender.send(object, forEver)
    sent.catch(() => undefined)
    await expect.poll(() => seen.atOnce).toBe(parallelParts)
    open()
    await expect(sent).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' })
    expect(order).toHaveLength(parallelParts - 1)
  })

  it('that stall are not waited for twice', async () => {
    const { object, troubles, seen } = storage()
    troubles.push('stalled')
    await expect(senderOf(videoOf(content)).sender.send(object, forEver)).rejects.toBeInstanceOf(
      StalledError,
    )
    expect(seen.sentBytes).toBe(parallelParts * mebibyte)
  })

  it('end when aborted; what is stored is not sent again', async () => {
    const { object, hold, joined, seen, endWith } = storage()
    const { sender } = senderOf(videoOf(content))
    const ending = new AbortController()
    endWith(ending.signal)
    const open = hold()
    const sent = sender.send(object, ending.signal)
    await expect.poll(() => seen.atOnce).toBe(parallelParts)
    ending.abort()
    endWith(undefined)
    // Resumed while what was under way is still ending.
    const again = sender.send(object, forEver)
    open()
    await expect(sent).rejects.toThrow()
    await again
    expect(isSame(joined(), content)).toBe(true)
    expect(seen).toMatchObject({ begun: 1, sentBytes: content.length + parallelParts * mebibyte })
  })

  it('of a file that can no longer be read fail for that, whatever the browser says', async () => {
    const file = videoOf(content)
    const gone = new DOMException('', 'NotReadableError')
    const unreadable = { slice: () => ({ arrayBuffer: () => Promise.reject(gone) }) }
    const { object } = storage()
    const failing = {
      ...object,
      send: () => Promise.reject(new Error('CORS blocked or network error')),
    }
    const { sender } = senderOf({ ...file, read: async () => unreadable as unknown as Blob })
    await expect(sender.send(failing, forEver)).rejects.toBe(gone)
  })

  describe('by the pace of their connections', () => {
    beforeEach(
      () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }),
    )
    afterEach(() => void vi.useRealTimers())

    async function sizesAt(bytesPerSecond: number, size: number) {
      const { object, pace } = storage()
      const sizes: number[] = []
      pace((bytes) => (bytes / bytesPerSecond) * 1000)
      const send: MultipartObject['send'] = (id, part, told) => {
        sizes.push(part.body.size / mebibyte)
        return object.send(id, part, told)
      }
      const { sender, cuts } = senderOf(videoOf(new Uint8Array(size * mebibyte)))
      let isSent = false
      void sender.send({ ...object, send }, forEver).then(() => (isSent = true))
      // Bytes are read and hashed in real time.
      while (!isSent) {
        await realTurn()
        await vi.advanceTimersByTimeAsync(10)
      }
      return { sizes, cuts: cuts() }
    }

    it('stay small where it is slow', async () => {
      const { sizes, cuts } = await sizesAt(0.5 * mebibyte, 20)
      expect(new Set(sizes)).toEqual(new Set([1]))
      expect(cuts).toEqual([{ from: 0, size: mebibyte }])
    })

    it('become what one connection sends in a second where it is fast, and smaller at the end', async () => {
      const { sizes } = await sizesAt(8.5 * mebibyte, 150)
      expect(Math.max(...sizes)).toBe(8)
      expect(sizes.slice(0, parallelParts)).toEqual([1, 1, 1, 1, 1, 1])
      expect(sizes.at(-1)).toBeLessThan(8)
      expect(sizes.length).toBeLessThan(50)
    })
  })
})

describe('a page that is opened anew', () => {
  // What waits before it tries again does not wait here.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }).setTimerTickMode('nextTimerAsync')
  })
  afterEach(() => void vi.useRealTimers())
  const content = noise(14 * mebibyte)

  /** What a page that was killed has left. */
  async function killedPage(...troubles: (Trouble | undefined)[]) {
    const store = storage()
    store.troubles.push(...troubles)
    const { sender, cuts } = senderOf(videoOf(content))
    await sender.send(store.object, forEver).catch(() => undefined)
    return { store, cuts, before: store.seen.sentBytes }
  }
  const stopped = [...Array<undefined>(parallelParts), 'refused' as const]

  it('sends what is missing, and nothing else', async () => {
    const { store, cuts, before } = await killedPage(...stopped)
    const stored = store.storedBytes()
    const { sender, told } = senderOf(videoOf(content), { stored: cuts() })
    await sender.send(store.object, forEver)
    expect(isSame(store.joined(), content)).toBe(true)
    expect(store.seen.sentBytes - before).toBe(content.length - stored)
    expect(told[0]).toBeGreaterThanOrEqual(stored)
    expect(store.seen.begun).toBe(1)
  })

  it('does not use what is stored of another file, part by part', async () => {
    const { store, cuts, before } = await killedPage(...stopped)
    const changed = content.slice()
    changed[mebibyte + 5] = 1
    const stored = store.storedBytes()
    const { sender } = senderOf(videoOf(changed), { stored: cuts() })
    await sender.send(store.object, forEver)
    expect(isSame(store.joined(), changed)).toBe(true)
    expect(store.seen.sentBytes - before).toBe(content.length - stored + mebibyte)
  })

  it('asks before it begins anew where nothing is stored: all may be complete', async () => {
    const { object, seen } = storage()
    const complete = new Error('It is complete.')
    const assertNotCommitted = () => Promise.reject(complete)
    const { sender } = senderOf(videoOf(content), { stored: [], assertNotCommitted })
    await expect(sender.send(object, forEver)).rejects.toBe(complete)
    expect(seen).toMatchObject({ begun: 0, sentBytes: 0 })
  })

  it('knows that an upload was most likely completed, and where none was begun', async () => {
    const told: boolean[] = []
    const assertNotCommitted = async (isLikely: boolean) => void told.push(isLikely)
    const { object } = storage()
    const complete = object.complete.bind(object)
    object.complete = async (id, parts) => {
      await complete(id, parts)
      // Asked again since its answer was lost.
      throw { statusCode: 404, code: 'NoSuchUpload', message: '' }
    }
    const { sender } = senderOf(videoOf(content), { assertNotCommitted })
    for (let times = 0; times < 2; times++)
      await expect(sender.send(object, forEver)).rejects.toMatchObject({ code: 'NoSuchUpload' })
    expect(told).toEqual([true])

    const sent = { stored: [{ from: 0, size: mebibyte }], assertNotCommitted }
    await senderOf(videoOf(content), sent).sender.send(storage().object, forEver)
    await senderOf(videoOf(content), { stored: [], assertNotCommitted }).sender.send(
      storage().object,
      forEver,
    )
    expect(told).toEqual([true, true, false])
  })

  it('sends right bytes though what it knows of the cuts is wrong', async () => {
    const { store } = await killedPage(...stopped)
    const stored = [{ from: 0, size: 4 * mebibyte }]
    await senderOf(videoOf(content), { stored }).sender.send(store.object, forEver)
    expect(isSame(store.joined(), content)).toBe(true)
  })

  it('loses at most what was on its way, however often it is killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(
            fc.constantFrom<Trouble | undefined>(
              undefined,
              undefined,
              undefined,
              'lost',
              'unanswered',
              'refused',
              'stalled',
            ),
            { minLength: 1, maxLength: 12 },
          ),
          { maxLength: 6 },
        ),
        async (pages) => {
          const store = storage()
          let cuts: PartSizeRange[] = []
          let trouble = 0
          for (const [index, troubles] of [...pages, []].entries()) {
            store.troubles.length = 0
            store.troubles.push(...troubles)
            trouble += troubles.filter(Boolean).length
            const { sender } = senderOf(videoOf(content), {
              ...(index > 0 && { stored: cuts }),
              cut: (next) => (cuts = next),
            })
            const ending = new AbortController()
            store.endWith(ending.signal)
            const sent = sender.send(store.object, ending.signal).then(
              () => true,
              () => false,
            )
            if (troubles.length > 0) {
              // Killed as soon as all of it has happened, or when it gives up.
              const happened = async () => {
                while (store.troubles.length > 0) await realTurn()
              }
              await Promise.race([happened(), sent])
              ending.abort()
            }
            if (await sent) break
          }
          expect(isSame(store.joined(), content)).toBe(true)
          const again = store.seen.sentBytes - content.length
          const most = (pages.length * parallelParts + trouble) * 4 * mebibyte
          expect(again).toBeLessThanOrEqual(most)
        },
      ),
      { numRuns: 12 },
    )
  }, 60_000)
})
