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

/** A file that the test lets grow. Like an MP4, it has one header at a time that still changes. */
function growing(content: Uint8Array<ArrayBuffer>) {
  const {
    promise: verified,
    resolve: verify,
    reject: failVerification,
  } = Promise.withResolvers<void>()
  let changed = Promise.withResolvers<void>()
  const file = {
    type: 'video/mp4',
    expectedSize: content.length,
    written: 0,
    openHeader: 0,
    isWritten: false as boolean,
    changed: () => changed.promise,
    read: async (start: number, end: number) => {
      const current = content.slice()
      if (!file.isWritten) current.fill(0xff, file.openHeader, file.openHeader + 4)
      return new Blob([current.slice(start, end)])
    },
    verified,
  }
  const change = () => {
    changed.resolve()
    changed = Promise.withResolvers()
  }
  return {
    file: file satisfies GrowingFile,
    verify,
    failVerification,
    /** The last box is finished and another one starts, if `startsBox`. */
    write(bytes: number, startsBox = false) {
      if (startsBox) file.openHeader = file.written
      file.written = Math.min(content.length, file.written + bytes)
      change()
    },
    finish() {
      file.written = content.length
      file.isWritten = true
      change()
    },
  }
}

type Fault = 'lost' | 'slow' | 'refused' | 'stalled' | 'unanswered'
const errors: Record<Fault, () => unknown> = {
  lost: () => new Error('CORS blocked or network error'),
  slow: () => ({ statusCode: 400, code: 'UserNetworkTooSlow', message: '' }),
  refused: () => ({ statusCode: 403, code: 'SignatureDoesNotMatch', message: '' }),
  stalled: () => new StalledError(),
  /** The part is stored, but the answer is lost. */
  unanswered: () => new Error('network error'),
}

/** An object in memory that stores and joins parts like COS. */
function storage() {
  const uploads = new Map<string, Map<number, { bytes: Uint8Array; etag: string }>>()
  const order: number[] = []
  /** Aborts requests in flight. */
  let signal: AbortSignal | undefined
  const seen = { sent: 0, sentBytes: 0, atOnce: 0, maxAtOnce: 0, created: 0 }
  let joined: Uint8Array | undefined
  /** Outcomes of the next parts, in the order they arrive. */
  const faults: (Fault | undefined)[] = []
  /** Parts wait for this promise, if there is one. */
  let gate: Promise<void> | undefined
  /** Duration of a part on the fake clock, ms. */
  let msOf: (bytes: number) => number = () => 0
  const upload = (id: string) => {
    const found = uploads.get(id)
    if (!found) throw { statusCode: 404, code: 'NoSuchUpload', message: '' }
    return found
  }
  const object: MultipartObject = {
    listUploads: async () => [...uploads.keys()],
    listParts: async (id) =>
      [...upload(id)].map(([number, part]) => {
        // Hashing is slow, so only parts that are listed get the ETag that COS would return.
        part.etag = `"${bytesToHex(md5(part.bytes))}"`
        return { number, size: part.bytes.length, etag: part.etag }
      }),
    create: async () => {
      const id = `upload ${seen.created++}`
      uploads.set(id, new Map())
      return id
    },
    async storePart(id, { number, body }, onProgress) {
      const requestSignal = signal
      seen.sentBytes += body.size
      seen.maxAtOnce = Math.max(seen.maxAtOnce, ++seen.atOnce)
      try {
        const bytes = new Uint8Array(await body.arrayBuffer())
        onProgress(body.size / 2)
        await gate
        const ms = msOf(body.size)
        if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
        requestSignal?.throwIfAborted()
        const fault = faults.shift()
        const etag = `sent ${seen.sent++}`
        if (!fault || fault === 'unanswered') {
          upload(id).set(number, { bytes, etag })
          order.push(number)
        }
        if (fault) throw errors[fault]()
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
    faults,
    joined: () => joined,
    abortWith: (next: AbortSignal | undefined) => (signal = next),
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

function senderOf(file: GrowingFile, overrides: Partial<SenderOptions> = {}) {
  const reported: number[] = []
  let layout: PartSizeRange[] = []
  const sender = new PartSender(file, {
    progress: (bytes) => reported.push(bytes),
    layoutChanged: (next) => (layout = next),
    assertNotCommitted: async () => undefined,
    ...overrides,
  })
  return { sender, reported, layout: () => layout }
}

/** One turn of the real event loop, also with fake timers. */
const { setTimeout: realTimeout } = globalThis
const realTurn = () => new Promise((resolve) => realTimeout(resolve))

const neverAborted = new AbortController().signal
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

describe('PartSender with a growing file', () => {
  it('sends parts while the file grows, and completes the finished bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 64, max: 5 * mebibyte }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 2 * mebibyte }), fc.boolean()), {
          maxLength: 8,
        }),
        async (length, writes) => {
          const content = noise(length)
          const source = growing(content)
          const { object, order, joined } = storage()
          const sent = senderOf(source.file).sender.send(object, neverAborted)
          for (const write of writes) {
            source.write(...write)
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

  it('sends a part as soon as none of its headers may change', async () => {
    const source = growing(noise(4 * mebibyte))
    const { object, order } = storage()
    void senderOf(source.file).sender.send(object, neverAborted)
    source.write(2 * mebibyte + 1)
    await expect.poll(() => order).toEqual([2])
    source.write(mebibyte, true)
    await expect.poll(() => order).toEqual([2, 1])
  })

  it('ends only after the file is verified, also if the answer of the completion was lost', async () => {
    const source = growing(noise(mebibyte))
    const { object, joined } = storage()
    const complete = object.complete.bind(object)
    object.complete = async (id, parts) => {
      await complete(id, parts)
      throw errors.lost()
    }
    const checks: unknown[] = []
    const { sender } = senderOf(source.file, {
      assertNotCommitted: async () => void checks.push('committed'),
    })
    const sent = sender.send(object, neverAborted)
    source.finish()
    await expect(sent).rejects.toThrow('network error')
    expect(joined()).toBeDefined()
    await expect(sender.send(object, neverAborted)).rejects.toMatchObject({ code: 'NoSuchUpload' })
    // The check commits the object if it is complete.
    const again = sender.send(object, neverAborted)
    source.failVerification(new Error('wrong'))
    await expect(again).rejects.toThrow('wrong')
    expect(checks).toEqual([])
  })
})

describe('PartSender with a finished file', () => {
  const content = noise(20 * mebibyte)

  it('sends six parts at a time, each once', async () => {
    const { object, order, joined, seen } = storage()
    await senderOf(videoOf(content)).sender.send(object, neverAborted)
    expect(isSame(joined(), content)).toBe(true)
    expect(new Set(order).size).toBe(order.length)
    expect(seen).toMatchObject({ sentBytes: content.length, maxAtOnce: parallelParts, created: 1 })
  })

  it('retries a part whose connection is lost while the others continue', async () => {
    const { object, joined, seen, faults } = storage()
    faults.push('lost', undefined, 'slow')
    await senderOf(videoOf(content)).sender.send(object, neverAborted)
    expect(isSame(joined(), content)).toBe(true)
    expect(seen.sentBytes).toBe(content.length + 2 * mebibyte)
  })

  it('finishes parts in flight after a refusal, and starts no other part', async () => {
    const { object, order, faults, hold, seen } = storage()
    const open = hold()
    faults.push('refused')
    const sent = senderOf(videoOf(content)).sender.send(object, neverAborted)
    sent.catch(() => undefined)
    await expect.poll(() => seen.atOnce).toBe(parallelParts)
    open()
    await expect(sent).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' })
    expect(order).toHaveLength(parallelParts - 1)
  })

  it('does not retry a stalled part', async () => {
    const { object, faults, seen } = storage()
    faults.push('stalled')
    await expect(
      senderOf(videoOf(content)).sender.send(object, neverAborted),
    ).rejects.toBeInstanceOf(StalledError)
    expect(seen.sentBytes).toBe(parallelParts * mebibyte)
  })

  it('ends when aborted, and does not send stored parts again', async () => {
    const { object, hold, joined, seen, abortWith } = storage()
    const { sender } = senderOf(videoOf(content))
    const abort = new AbortController()
    abortWith(abort.signal)
    const open = hold()
    const sent = sender.send(object, abort.signal)
    await expect.poll(() => seen.atOnce).toBe(parallelParts)
    abort.abort()
    abortWith(undefined)
    // Resumed while requests in flight are still ending.
    const again = sender.send(object, neverAborted)
    open()
    await expect(sent).rejects.toThrow()
    await again
    expect(isSame(joined(), content)).toBe(true)
    expect(seen).toMatchObject({ created: 1, sentBytes: content.length + parallelParts * mebibyte })
  })

  it('rejects with the reason why a file cannot be read instead of a network error', async () => {
    const file = videoOf(content)
    const unreadableError = new DOMException('', 'NotReadableError')
    const unreadable = { slice: () => ({ arrayBuffer: () => Promise.reject(unreadableError) }) }
    const { object } = storage()
    const failing = {
      ...object,
      storePart: () => Promise.reject(new Error('CORS blocked or network error')),
    }
    const { sender } = senderOf({ ...file, read: async () => unreadable as unknown as Blob })
    await expect(sender.send(failing, neverAborted)).rejects.toHaveProperty(
      'cause',
      unreadableError,
    )
  })

  describe('part size', () => {
    beforeEach(
      () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }),
    )
    afterEach(() => void vi.useRealTimers())

    async function sizesAt(bytesPerSecond: number, size: number) {
      const { object, pace } = storage()
      const sizes: number[] = []
      pace((bytes) => (bytes / bytesPerSecond) * 1000)
      const storePart: MultipartObject['storePart'] = (id, part, onProgress) => {
        sizes.push(part.body.size / mebibyte)
        return object.storePart(id, part, onProgress)
      }
      const { sender, layout } = senderOf(videoOf(new Uint8Array(size * mebibyte)))
      let isSent = false
      void sender.send({ ...object, storePart }, neverAborted).then(() => (isSent = true))
      // Bytes are read and hashed in real time.
      while (!isSent) {
        await realTurn()
        await vi.advanceTimersByTimeAsync(10)
      }
      return { sizes, layout: layout() }
    }

    it('stays small on a slow network', async () => {
      const { sizes, layout } = await sizesAt(0.5 * mebibyte, 20)
      expect(new Set(sizes)).toEqual(new Set([1]))
      expect(layout).toEqual([{ from: 0, size: mebibyte }])
    })

    it('grows to the bytes of one second on a fast network, and shrinks at the end', async () => {
      const { sizes } = await sizesAt(8.5 * mebibyte, 150)
      expect(Math.max(...sizes)).toBe(8)
      expect(sizes.slice(0, parallelParts)).toEqual([1, 1, 1, 1, 1, 1])
      expect(sizes.at(-1)).toBeLessThan(8)
      expect(sizes.length).toBeLessThan(50)
    }, 60_000) // reads 150 MiB in real time
  })
})

describe('PartSender on a later page', () => {
  // Back-off does not wait in these tests.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }).setTimerTickMode('nextTimerAsync')
  })
  afterEach(() => void vi.useRealTimers())
  const content = noise(14 * mebibyte)

  /** Storage and part layout after a page was killed. */
  async function killedPage(...faults: (Fault | undefined)[]) {
    const store = storage()
    store.faults.push(...faults)
    const { sender, layout } = senderOf(videoOf(content))
    await sender.send(store.object, neverAborted).catch(() => undefined)
    return { store, layout, before: store.seen.sentBytes }
  }
  const stopped = [...Array<undefined>(parallelParts), 'refused' as const]

  it('sends only the missing parts', async () => {
    const { store, layout, before } = await killedPage(...stopped)
    const stored = store.storedBytes()
    const { sender, reported } = senderOf(videoOf(content), { storedLayout: layout() })
    await sender.send(store.object, neverAborted)
    expect(isSame(store.joined(), content)).toBe(true)
    expect(store.seen.sentBytes - before).toBe(content.length - stored)
    expect(reported[0]).toBeGreaterThanOrEqual(stored)
    expect(store.seen.created).toBe(1)
  })

  it('sends a stored part again if it differs from the file', async () => {
    const { store, layout, before } = await killedPage(...stopped)
    const changed = content.slice()
    changed[mebibyte + 5] = 1
    const stored = store.storedBytes()
    const { sender } = senderOf(videoOf(changed), { storedLayout: layout() })
    await sender.send(store.object, neverAborted)
    expect(isSame(store.joined(), changed)).toBe(true)
    expect(store.seen.sentBytes - before).toBe(content.length - stored + mebibyte)
  })

  it('checks for a commit before it creates another upload', async () => {
    const { object, seen } = storage()
    const complete = new Error('It is complete.')
    const assertNotCommitted = () => Promise.reject(complete)
    const { sender } = senderOf(videoOf(content), { storedLayout: [], assertNotCommitted })
    await expect(sender.send(object, neverAborted)).rejects.toBe(complete)
    expect(seen).toMatchObject({ created: 0, sentBytes: 0 })
  })

  it('reports whether an upload was most likely completed', async () => {
    const likely: boolean[] = []
    const assertNotCommitted = async (isLikely: boolean) => void likely.push(isLikely)
    const { object } = storage()
    const complete = object.complete.bind(object)
    object.complete = async (id, parts) => {
      await complete(id, parts)
      // The client retried because the answer was lost.
      throw { statusCode: 404, code: 'NoSuchUpload', message: '' }
    }
    const { sender } = senderOf(videoOf(content), { assertNotCommitted })
    for (let times = 0; times < 2; times++)
      await expect(sender.send(object, neverAborted)).rejects.toMatchObject({
        code: 'NoSuchUpload',
      })
    expect(likely).toEqual([true])

    const sent = { storedLayout: [{ from: 0, size: mebibyte }], assertNotCommitted }
    await senderOf(videoOf(content), sent).sender.send(storage().object, neverAborted)
    await senderOf(videoOf(content), { storedLayout: [], assertNotCommitted }).sender.send(
      storage().object,
      neverAborted,
    )
    expect(likely).toEqual([true, true, false])
  })

  it('sends the right bytes if the stored layout is wrong', async () => {
    const { store } = await killedPage(...stopped)
    const storedLayout = [{ from: 0, size: 4 * mebibyte }]
    await senderOf(videoOf(content), { storedLayout }).sender.send(store.object, neverAborted)
    expect(isSame(store.joined(), content)).toBe(true)
  })

  it('sends at most the parts in flight again, however often the page is killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(
            fc.constantFrom<Fault | undefined>(
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
          let layout: PartSizeRange[] = []
          let faultCount = 0
          for (const [index, faults] of [...pages, []].entries()) {
            store.faults.length = 0
            store.faults.push(...faults)
            faultCount += faults.filter(Boolean).length
            const { sender } = senderOf(videoOf(content), {
              ...(index > 0 && { storedLayout: layout }),
              layoutChanged: (next) => (layout = next),
            })
            const abort = new AbortController()
            store.abortWith(abort.signal)
            const sent = sender.send(store.object, abort.signal).then(
              () => true,
              () => false,
            )
            if (faults.length > 0) {
              // The page is killed after the last fault, or when the sender gives up.
              const afterFaults = async () => {
                while (store.faults.length > 0) await realTurn()
              }
              await Promise.race([afterFaults(), sent])
              abort.abort()
            }
            if (await sent) break
          }
          expect(isSame(store.joined(), content)).toBe(true)
          const again = store.seen.sentBytes - content.length
          const max = (pages.length * parallelParts + faultCount) * 4 * mebibyte
          expect(again).toBeLessThanOrEqual(max)
        },
      ),
      { numRuns: 12 },
    )
  }, 60_000)
})
