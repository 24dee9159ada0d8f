import type { FileId } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MediaInfo } from '../../../../src/media/model/media-info.ts'
import type { TransferOptions } from '../../../../src/features/upload/transport/transfer.ts'
import { phoneVideo } from '../../../media/phone-video.ts'

const mebibyte = 1024 * 1024
const media: MediaInfo = {
  duration: 10,
  video: phoneVideo,
  isEdited: false,
  canEncode: true,
}

/** A compression that writes as much as the test says, all of it at once. */
const canEncode = vi.hoisted(() => vi.fn(() => true))
const compression = vi.hoisted(() => ({ resultSize: 0, kept: undefined as File | undefined }))
vi.mock('../../../../src/media/media-client.ts', () => ({
  CompressionError: class extends Error {},
  probe: async () => ({ ...media, canEncode: canEncode() }),
  compress: () => {
    const done = Promise.resolve(new File([new Uint8Array(compression.resultSize)], 'made.mp4'))
    return { written: done, done, read: vi.fn(), cancel: vi.fn() }
  },
}))
vi.mock('../../../../src/platform/output-files.ts', () => ({
  outputNameOf: () => 'job.mp4',
  verifiedOutputFile: async () => compression.kept,
  hasUnfinishedOutput: async () => false,
}))

/** What was given to be sent, and what becomes of each in turn: all of it is sent before. */
const uploads = vi.hoisted(() => ({
  ends: [] as (() => Promise<FileId>)[],
  seen: [] as { name: string; sessionKey: string; size: number | undefined }[],
}))
vi.mock('../../../../src/features/upload/transport/vod-uploader.ts', () => ({
  VodUploader: class {
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
      if (!end) throw new Error('Nothing more was to be sent.')
      return await end()
    }
    cancel() {}
  },
}))

const published = async () => '7' as FileId
const refused = (code: string) => () => Promise.reject(Object.assign(new Error(), { code }))
const vodRefuses = () => Promise.reject(Object.assign(new Error('no'), { code: 10001 }))
const source = new File([new Uint8Array(8 * mebibyte)], 'a.mov')
const told: string[] = []
const progress = vi.fn<TransferOptions['listener']['progress']>()

async function send(sessionKey = '') {
  const { CompressedTransfer } =
    await import('../../../../src/features/upload/transport/compressed-transfer.ts')
  const tell = (what: string) => () => void told.push(what)
  const compressing = {
    choice: { quality: '480p' } as const,
    jobId: 'job',
    resumedFrom: vi.fn(),
    fellBackToOriginal: tell('as it is'),
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
      allStored: tell('sent'),
      restarted: tell('unsent'),
      coverSettled: vi.fn(),
    },
  }
  return await new CompressedTransfer(source, options, compressing).done
}

beforeEach(() => {
  // Each as in a page of its own.
  vi.resetModules()
  uploads.seen.length = 0
  told.length = 0
  compression.resultSize = 4 * mebibyte
  compression.kept = undefined
})
afterEach(() => expect(uploads.ends).toEqual([]))

describe('what is compressed', () => {
  it('is sent while it is written, and not again', async () => {
    uploads.ends.push(published)
    expect(await send()).toBe('7')
    expect(told).toEqual(['sent'])
    expect(uploads.seen.map(({ name }) => name)).toEqual(['a.mp4'])
  })

  it('goes the ordinary way if VOD minds its size, which is told before', async () => {
    uploads.ends.push(vodRefuses, published)
    expect(await send()).toBe('7')
    expect(told).toEqual(['sent', 'unsent', 'sent'])
    expect(uploads.seen.map(({ name }) => name)).toEqual(['a.mp4', 'a.mp4'])
  })

  it('goes it at once after that', async () => {
    uploads.ends.push(vodRefuses, published, published)
    await send()
    await send()
    expect(uploads.seen).toHaveLength(3)
  })

  it('but not if something else was in the way, which may pass', async () => {
    uploads.ends.push(refused('nothing we know'), published, vodRefuses, published)
    await send()
    await send()
    expect(uploads.seen).toHaveLength(4)
  })
})

describe('what an earlier page has compressed', () => {
  beforeEach(() => {
    compression.kept = new File(['result'], 'job.mp4')
  })
  const sessions = () => uploads.seen.map(({ sessionKey }) => sessionKey)

  it('goes on in its session', async () => {
    uploads.ends.push(published)
    expect(await send('of then')).toBe('7')
    expect(sessions()).toEqual(['of then'])
  })

  it('goes in a new one if VOD minds the size of that, and in no third one', async () => {
    uploads.ends.push(vodRefuses, published, vodRefuses)
    expect(await send('of then')).toBe('7')
    expect([sessions(), told]).toEqual([
      ['of then', ''],
      ['sent', 'unsent', 'sent'],
    ])
    await expect(send('sized')).rejects.toMatchObject({ code: 10001 })
  })
})

describe('what would not become smaller', () => {
  it('goes as it is, in a session of its own, from where the bar is', async () => {
    compression.resultSize = source.size
    const never = new Promise<FileId>(() => undefined)
    uploads.ends.push(() => never, published)
    expect(await send('session of a result')).toBe('7')
    expect(told).toEqual(['sent', 'as it is', 'sent'])
    expect(uploads.seen[1]).toEqual({ name: 'a.mov', sessionKey: '', size: source.size })
    expect(progress.mock.lastCall).toEqual([
      source.size / 2,
      { totalBytes: source.size, encoded: 1 },
    ])
  })

  it('is as any other file where nothing can be made of it', async () => {
    canEncode.mockReturnValueOnce(false)
    uploads.ends.push(published)
    expect(await send()).toBe('7')
    expect(told).toEqual(['as it is', 'sent'])
    expect(progress.mock.lastCall).toEqual([source.size / 2, undefined])
  })
})
