import type { FileId } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MediaInfo } from '../../../../src/media/model/media-info.ts'
import type { Choice } from '../../../../src/media/model/quality.ts'
import type { TransferOptions } from '../../../../src/features/upload/transport/transfer.ts'
import { phoneVideo } from '../../../media/phone-video.ts'

const mebibyte = 1024 * 1024
const media: MediaInfo = {
  duration: 10,
  video: phoneVideo,
  isEdited: false,
  otherTracks: [],
  canEncode: true,
}

const canEncode = vi.hoisted(() => vi.fn(() => true))
/** A compression that writes `resultSize` bytes at once. */
const compression = vi.hoisted(() => ({
  resultSize: 0,
  earlierResult: undefined as File | undefined,
  isWrong: false,
  /** Results that look worse than planned. */
  misses: 0,
  hasGaps: false,
  /** Whether each compression was sent while it was written. */
  started: [] as boolean[],
  targets: [] as { bitrate?: number; looksSame?: boolean }[],
}))
/** Plans for the automatic quality, in turn. */
const plans = vi.hoisted(() => ({
  results: [] as (() => Promise<{ kbps: number; looksSame: boolean }>)[],
}))
const WrongResult = vi.hoisted(
  () =>
    class extends Error {
      failure = 'wrong-output'
    },
)
const Missed = vi.hoisted(
  () =>
    class extends WrongResult {
      missed = { bitrate: 1, time: 2 }
    },
)
vi.mock('../../../../src/media/auto-quality.ts', () => ({
  planAutoQuality: () => plans.results.shift()?.(),
}))
vi.mock('../../../../src/media/media-client.ts', () => ({
  CompressionError: WrongResult,
  PlanMissedError: Missed,
  compressionStorage: async () => ({ kind: 'private-files', store: {} }),
  probe: async () => ({ ...media, canEncode: canEncode() }),
  compress: ({
    target,
    looksSame,
    isSentWhileWritten,
  }: {
    target: { bitrate: number }
    looksSame?: boolean
    isSentWhileWritten: boolean
  }) => {
    compression.targets.push({ bitrate: target.bitrate, ...(looksSame && { looksSame }) })
    compression.started.push(isSentWhileWritten)
    // Only what was sent while it was written is released.
    const hasGaps = compression.hasGaps && isSentWhileWritten
    const written = Promise.resolve(new File([new Uint8Array(compression.resultSize)], 'made.mp4'))
    const failure = compression.misses-- > 0 ? Missed : WrongResult
    const fails = failure === Missed || compression.isWrong
    const done = fails ? Promise.reject(new failure()) : written
    done.catch(() => undefined)
    return { written, done, read: vi.fn(), release: vi.fn(), cancel: vi.fn(), hasGaps }
  },
}))
vi.mock('../../../../src/platform/output-files.ts', () => ({
  outputNameOf: () => 'job.mp4',
  verifiedOutputFile: async () => compression.earlierResult,
  hasUnfinishedOutput: async () => false,
}))

/** The uploads that were started (`seen`), and the outcome of each in turn (`ends`), after everything is stored. */
const uploads = vi.hoisted(() => ({
  ends: [] as (() => Promise<FileId>)[],
  seen: [] as { name: string; sessionKey: string; size: number | undefined }[],
}))
vi.mock('../../../../src/features/upload/transport/vod-upload.ts', () => ({
  VodUpload: class {
    readonly #options: TransferOptions
    readonly #size: number
    constructor(content: { file: { size?: number }; name?: string }, options: TransferOptions) {
      this.#options = options
      this.#size = content.file.size ?? 0
      const name = content.name ?? (content.file as File).name
      uploads.seen.push({ name, sessionKey: options.sessionKey, size: content.file.size })
    }
    async run() {
      const { listener } = this.#options
      listener.sessionOpened(this.#options.sessionKey || 'sized')
      listener.progress(this.#size / 2)
      listener.allStored()
      const end = uploads.ends.shift()
      if (!end) throw new Error('Another upload was not expected.')
      return await end()
    }
    cancel() {}
  },
}))

const published = async () => '7' as FileId
const refused = (code: string) => () => Promise.reject(Object.assign(new Error(), { code }))
const vodRefuses = () => Promise.reject(Object.assign(new Error('no'), { code: 10001 }))
const source = new File([new Uint8Array(8 * mebibyte)], 'a.mov')
const events: string[] = []
const progress = vi.fn<TransferOptions['listener']['progress']>()

async function send(sessionKey = '', choice: Choice = { quality: '480p' }) {
  const { CompressedTransfer } =
    await import('../../../../src/features/upload/transport/compressed-transfer.ts')
  const record = (event: string) => () => void events.push(event)
  const compressionOptions = {
    choice,
    jobId: 'job',
    resumedFrom: vi.fn(),
    fellBackToOriginal: (reason: string) => void events.push(`original: ${reason}`),
  }
  const options: TransferOptions = {
    getSignature: async () => 's',
    endpoints: { upload: '', cos: '' },
    fetchPublishedFile: async () => undefined,
    sessionKey,
    partLayout: [],
    listener: {
      progress,
      sessionOpened: vi.fn(),
      partLayoutChanged: vi.fn(),
      interrupted: vi.fn(),
      allStored: record('stored'),
      restarted: record('restarted'),
      coverSettled: vi.fn(),
    },
  }
  return await new CompressedTransfer(source, options, compressionOptions).done
}

beforeEach(() => {
  // The module remembers refusals: each test is a new page.
  vi.resetModules()
  uploads.seen.length = 0
  events.length = 0
  compression.resultSize = 4 * mebibyte
  compression.earlierResult = undefined
  compression.isWrong = false
  compression.misses = 0
  compression.targets.length = 0
  compression.hasGaps = false
  compression.started.length = 0
})
afterEach(() => expect([uploads.ends, plans.results]).toEqual([[], []]))

describe('CompressedTransfer', () => {
  it('sends the result once, while it is written', async () => {
    uploads.ends.push(published)
    expect(await send()).toBe('7')
    expect(events).toEqual(['stored'])
    expect(uploads.seen.map(({ name }) => name)).toEqual(['a.mp4'])
  })

  it('sends the finished result again if VOD refuses the expected size', async () => {
    uploads.ends.push(vodRefuses, published)
    expect(await send()).toBe('7')
    expect(events).toEqual(['stored', 'restarted', 'stored'])
    expect(uploads.seen.map(({ name }) => name)).toEqual(['a.mp4', 'a.mp4'])
  })

  it('sends later results only when they are finished, after VOD refused an expected size', async () => {
    uploads.ends.push(vodRefuses, published, published)
    await send()
    await send()
    expect(uploads.seen).toHaveLength(3)
  })

  it('compresses again if bytes that VOD needs again were released', async () => {
    compression.hasGaps = true
    uploads.ends.push(vodRefuses, published)
    expect(await send()).toBe('7')
    expect(compression.started).toEqual([true, false])
    expect(events).toEqual(['stored', 'restarted', 'stored'])
    // The second result is complete before it is sent, so its size is known.
    expect(uploads.seen.map(({ size }) => size)).toEqual([undefined, compression.resultSize])
  })

  it('sends later results while they are written, after another failure', async () => {
    uploads.ends.push(refused('unknown-code'), published, vodRefuses, published)
    await send()
    await send()
    expect(uploads.seen).toHaveLength(4)
  })
})

describe('a result of an earlier page', () => {
  beforeEach(() => {
    compression.earlierResult = new File(['result'], 'job.mp4')
  })
  const sessions = () => uploads.seen.map(({ sessionKey }) => sessionKey)

  it('is sent in its session', async () => {
    uploads.ends.push(published)
    expect(await send('earlier session')).toBe('7')
    expect(sessions()).toEqual(['earlier session'])
  })

  it('is sent in a new session if VOD refuses the first, and not in a third', async () => {
    uploads.ends.push(vodRefuses, published, vodRefuses)
    expect(await send('earlier session')).toBe('7')
    expect([sessions(), events]).toEqual([
      ['earlier session', ''],
      ['stored', 'restarted', 'stored'],
    ])
    await expect(send('sized')).rejects.toMatchObject({ code: 10001 })
  })
})

describe('automatic quality', () => {
  const auto: Choice = { quality: 'Auto' }

  it('compresses with the planned bitrate', async () => {
    plans.results.push(async () => ({ kbps: 900, looksSame: true }))
    uploads.ends.push(published)
    expect(await send('', auto)).toBe('7')
    expect(compression.targets).toEqual([{ bitrate: 900_000, looksSame: true }])
  })

  it('plans once more if the result looks worse than planned, and accepts that result', async () => {
    compression.misses = 1
    plans.results.push(
      async () => ({ kbps: 900, looksSame: true }),
      async () => ({ kbps: 1300, looksSame: true }),
    )
    const pending = new Promise<FileId>(() => undefined)
    uploads.ends.push(() => pending, published)
    expect(await send('', auto)).toBe('7')
    expect(compression.targets).toEqual([
      { bitrate: 900_000, looksSame: true },
      { bitrate: 1_300_000 },
    ])
    expect(events).toEqual(['stored', 'restarted', 'stored'])
  })

  it('sends the original at once if the planned result would not be smaller', async () => {
    plans.results.push(async () => ({ kbps: 50_000, looksSame: true }))
    uploads.ends.push(published)
    expect(await send('', auto)).toBe('7')
    expect([compression.targets, events]).toEqual([[], ['original: not-useful', 'stored']])
  })

  it('compresses with the maximum bitrate if no plan is possible', async () => {
    plans.results.push(() => Promise.reject(new WrongResult()))
    uploads.ends.push(published)
    expect(await send('', auto)).toBe('7')
    expect(compression.targets).toEqual([{ bitrate: 5_000_000 }])
  })
})

describe('the original', () => {
  it('is sent in another session if the result is not smaller, and the progress continues', async () => {
    compression.resultSize = source.size
    const pending = new Promise<FileId>(() => undefined)
    uploads.ends.push(() => pending, published)
    expect(await send('session of a result')).toBe('7')
    expect(events).toEqual(['stored', 'original: not-useful', 'stored'])
    expect(uploads.seen[1]).toEqual({ name: 'a.mov', sessionKey: '', size: source.size })
    expect(progress.mock.lastCall).toEqual([
      source.size / 2,
      { totalBytes: source.size, encoded: 1 },
    ])
  })

  it('is sent if the verification finds that the result is wrong', async () => {
    compression.isWrong = true
    const pending = new Promise<FileId>(() => undefined)
    uploads.ends.push(() => pending, published)
    expect(await send('session of a result')).toBe('7')
    expect(events).toEqual(['stored', 'original: wrong-result', 'stored'])
    expect(uploads.seen[1]).toEqual({ name: 'a.mov', sessionKey: '', size: source.size })
  })

  it('is sent like any other file if it cannot be compressed', async () => {
    canEncode.mockReturnValueOnce(false)
    uploads.ends.push(published)
    expect(await send()).toBe('7')
    expect(events).toEqual(['original: not-useful', 'stored'])
    expect(progress.mock.lastCall).toEqual([source.size / 2, undefined])
  })
})
