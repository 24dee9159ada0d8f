import type { FileId } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as sdk from 'vod-js-sdk-v6/lib/src/uploader'
import manifest from 'vod-js-sdk-v6/package.json'
import { wholeFile } from '../../../../src/features/upload/transport/growing-file.ts'
import { PartSender } from '../../../../src/features/upload/transport/part-sender.ts'
import { cosDestination } from '../../../../src/features/upload/transport/multipart-object.ts'
import { VodUpload } from '../../../../src/features/upload/transport/vod-upload.ts'
import { WakeSignal } from '../../../../src/features/upload/transport/wake-signal.ts'
import {
  CanceledError,
  type TransferOptions,
} from '../../../../src/features/upload/transport/transfer.ts'

const SdkUploader: typeof sdk.default = Object(sdk.default).default ?? sdk.default

interface Call {
  url: string
  body: Record<string, unknown>
}

/** Replaces VOD's upload API behind the SDK's axios. Returns the answers in turn; an Error is a lost connection. */
function vodAnswers(...answers: (object | Error)[]) {
  const calls: Call[] = []
  sdk.vodAxios.defaults.adapter = async (config) => {
    calls.push({ url: config.url ?? '', body: JSON.parse(config.data) })
    const answer = answers.shift() ?? new Error('Network Error')
    if (answer instanceof Error) throw Object.assign(answer, { isAxiosError: true })
    return { data: answer, status: 200, statusText: 'OK', headers: {}, config }
  }
  return calls
}

const refusal = (code: number, message: string) => ({ code, message })
const file = new File(['content'], 'My clip.v2.mp4', { type: 'video/mp4', lastModified: 5 })
const listener = {
  sessionOpened: vi.fn(),
  partLayoutChanged: vi.fn(),
  progress: vi.fn(),
  interrupted: vi.fn(),
  allStored: vi.fn(),
  restarted: vi.fn(),
  coverSettled: vi.fn(),
}

const uploadOptions: TransferOptions = {
  getSignature: async () => 'signature',
  endpoints: { upload: '', cos: '' },
  fetchPublishedFile: async () => undefined,
  sessionKey: '',
  partLayout: [],
  listener,
}

const createUpload = (overrides: Partial<TransferOptions> = {}) =>
  new VodUpload({ file }, { ...uploadOptions, ...overrides })

beforeEach(() => {
  vi.useFakeTimers()
  for (const callback of Object.values(listener)) callback.mockClear()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('undocumented behavior of vod-js-sdk-v6', () => {
  it('belongs to the pinned version', () => {
    expect(manifest.version).toBe('1.8.0')
  })

  it('includes the methods that this version has', () => {
    for (const method of [
      'applyUploadUGC',
      'uploadToCos',
      'commitUploadUGC',
      'setStorage',
      'getStorage',
      'delStorage',
      'cancel',
    ])
      expect(SdkUploader.prototype).toHaveProperty(method)
  })

  it('makes one apply call when its retries are used up', async () => {
    const calls = vodAnswers(refusal(10001, 'no'), refusal(10001, 'no'))
    const uploader = new SdkUploader({
      getSignature: async () => 's',
      mediaFile: file,
      enableRaceRegion: false,
    })
    await expect(uploader.applyUploadUGC(3)).rejects.toMatchObject({ code: 10001 })
    expect(calls).toHaveLength(1)
  })
})

describe('VodUpload', () => {
  it('applies for the file by its own name, type and size', async () => {
    const calls = vodAnswers(refusal(10004, 'ugc upload | invalid signature'))
    await expect(createUpload().run()).rejects.toMatchObject({ code: 10004 })
    expect(calls[0]?.body).toEqual({
      signature: 'signature',
      videoName: 'My clip.v2',
      videoType: 'mp4',
      videoSize: 7,
      uploadFromWeb: true,
    })
  })

  it('does not retry a permanent refusal, race regions or send telemetry', async () => {
    const calls = vodAnswers(refusal(10004, 'ugc upload | invalid signature'))
    await expect(createUpload().run()).rejects.toMatchObject({ code: 10004 })
    expect(calls.map(({ url }) => url)).toEqual([
      'https://vod2.qcloud.com/v3/index.php?Action=ApplyUploadUGC',
    ])
  })

  it('sends to the configured endpoints, by HTTPS unless configured otherwise', async () => {
    const calls = vodAnswers(refusal(10004, 'ugc upload | invalid signature'))
    const endpoints = { upload: 'http://127.0.0.1:5174', cos: 'http://127.0.0.1:5174' }
    await expect(createUpload({ endpoints }).run()).rejects.toThrow()
    expect(calls[0]?.url).toBe('http://127.0.0.1:5174/v3/index.php?Action=ApplyUploadUGC')
    expect(cosDestination('')).toEqual({ Protocol: 'https:' })
    expect(cosDestination('https://cos.example:8443')).toEqual({
      Domain: 'cos.example:8443',
      Protocol: 'https:',
    })
  })

  it('backs off after each lost connection and fetches a new signature for each call', async () => {
    const lost = () => new Error('Network Error')
    const calls = vodAnswers(lost(), lost(), lost(), refusal(10004, 'invalid signature'))
    const getSignature = vi.fn(async () => 'signature')
    const outcome = expect(createUpload({ getSignature }).run()).rejects.toMatchObject({
      code: 10004,
    })
    await vi.advanceTimersByTimeAsync(200)
    expect(calls).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(10_000)
    await outcome
    expect(calls).toHaveLength(4)
    expect(getSignature).toHaveBeenCalledTimes(4)
    expect(listener.interrupted).toHaveBeenCalledTimes(3)
  })

  it('waits while the device is offline and retries as soon as it is online', async () => {
    const calls = vodAnswers(new Error('Network Error'), refusal(10004, 'invalid signature'))
    const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    const outcome = expect(createUpload().run()).rejects.toMatchObject({ code: 10004 })
    await vi.advanceTimersByTimeAsync(24 * 3600 * 1000)
    expect(calls).toHaveLength(1)
    onLine.mockRestore()
    window.dispatchEvent(new Event('online'))
    await outcome
    expect(calls).toHaveLength(2)
  })

  it('retries at once when the creator wants to, once for each request', async () => {
    const calls = vodAnswers(...Array.from({ length: 8 }, () => new Error('Network Error')))
    const wakeSignal = new WakeSignal()
    const upload = createUpload({ wakeSignal })
    const outcome = expect(upload.run()).rejects.toBeInstanceOf(CanceledError)
    await vi.advanceTimersByTimeAsync(0)
    for (const retries of [1, 2, 3, 4, 5]) {
      expect(calls).toHaveLength(retries)
      wakeSignal.wake()
      await vi.advanceTimersByTimeAsync(0)
    }
    upload.cancel()
    await outcome
  })

  it('reports when it retries a lost connection, if that takes a while', async () => {
    vodAnswers()
    const upload = createUpload()
    const outcome = expect(upload.run()).rejects.toBeInstanceOf(CanceledError)
    await vi.advanceTimersByTimeAsync(60_000)
    const reports = listener.interrupted.mock.calls.map(([lostConnection]) => lostConnection)
    expect(reports[0]).toBeUndefined()
    expect(reports.at(-1)).toEqual({ retryAt: expect.any(Number) })
    expect(reports.at(-1).retryAt).toBeGreaterThan(Date.now())
    upload.cancel()
    await outcome
  })

  it('retries a lost connection without limit, at most every ten seconds', async () => {
    const calls = vodAnswers()
    const upload = createUpload()
    const outcome = expect(upload.run()).rejects.toBeInstanceOf(CanceledError)
    const hours = 3
    await vi.advanceTimersByTimeAsync(hours * 3_600_000)
    expect(calls.length).toBeGreaterThan((hours * 3600) / 20 - 10)
    expect(calls.length).toBeLessThan((hours * 3600) / 10 + 10)
    upload.cancel()
    await outcome
  })

  it('retries an expired signature after a long time without a network', async () => {
    const lost = Array.from({ length: 10 }, () => new Error('Network Error'))
    const expired = refusal(10010, 'signature expired')
    const calls = vodAnswers(...lost, expired, expired, refusal(10004, 'invalid signature'))
    const outcome = expect(createUpload().run()).rejects.toMatchObject({ code: 10004 })
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    await outcome
    expect(calls).toHaveLength(13)
  })

  const unknownSession = () => refusal(10005, 'no such session')
  const actionsOf = (calls: Call[]) => calls.map(({ url }) => url.split('Action=')[1])

  it('opens a new session after three refusals to resume and three to commit the old one', async () => {
    const forgotten = Array.from({ length: 6 }, unknownSession)
    const calls = vodAnswers(...forgotten, refusal(10004, 'invalid signature'))
    const outcome = expect(createUpload({ sessionKey: 'old' }).run()).rejects.toMatchObject({
      code: 10004,
    })
    await vi.runAllTimersAsync()
    await outcome
    expect(actionsOf(calls)).toEqual([
      'ApplyUploadUGC',
      'ApplyUploadUGC',
      'ApplyUploadUGC',
      'CommitUploadUGC',
      'CommitUploadUGC',
      'CommitUploadUGC',
      'ApplyUploadUGC',
    ])
    expect(calls[2]?.body).toMatchObject({ vodSessionKey: 'old' })
    expect(calls[6]?.body).toMatchObject({ videoName: 'My clip.v2' })
    expect(calls[6]?.body).not.toHaveProperty('vodSessionKey')
  })

  it('does not retry to resume a session while paused', async () => {
    const calls = vodAnswers(unknownSession(), refusal(10004, 'invalid signature'))
    const upload = createUpload({ sessionKey: 'old' })
    const outcome = expect(upload.run()).rejects.toMatchObject({ code: 10004 })
    await vi.advanceTimersByTimeAsync(10)
    upload.pause()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(calls).toHaveLength(1)
    upload.resume()
    await outcome
  })

  it('keeps the session after temporary refusals', async () => {
    const applied = {
      code: 0,
      message: '',
      data: { vodSessionKey: 'old', video: { storagePath: '/a.mp4' }, tempCertificate: {} },
    }
    const used = refusal(10021, 'duplicate vod signature')
    const refusals = [used, used, unknownSession(), refusal(500, 'busy')]
    const calls = vodAnswers(...refusals, applied)
    const done = createUpload({ sessionKey: 'old' }).advance()
    await vi.runAllTimersAsync()
    expect(await done).toMatchObject({ sessionKey: 'old' })
    expect(new Set(actionsOf(calls))).toEqual(new Set(['ApplyUploadUGC']))
    expect(new Set(calls.map(({ body }) => body.vodSessionKey))).toEqual(new Set(['old']))
  })

  it('sends nothing if VOD refuses to resume a session because it is committed', async () => {
    const committed = { code: 0, message: '', data: { fileId: '7' } }
    const calls = vodAnswers(unknownSession(), unknownSession(), unknownSession(), committed)
    const done = createUpload({ sessionKey: 'old' }).run()
    await vi.runAllTimersAsync()
    expect(await done).toBe('7')
    expect(actionsOf(calls).slice(2)).toEqual(['ApplyUploadUGC', 'CommitUploadUGC'])
    expect(listener.allStored).toHaveBeenCalledOnce()
  })

  it('ends with the published file of the edge if VOD neither resumes nor commits the session', async () => {
    const calls = vodAnswers(...Array.from({ length: 4 }, unknownSession))
    const published = async () => '7' as FileId
    const done = createUpload({ sessionKey: 'old', fetchPublishedFile: published }).run()
    await vi.runAllTimersAsync()
    expect(await done).toBe('7')
    expect(actionsOf(calls).at(-1)).toBe('CommitUploadUGC')
    expect(listener.allStored).toHaveBeenCalledOnce()
  })

  it('commits a session that an earlier page stored', async () => {
    const calls = vodAnswers(new Error('Network Error'), {
      code: 0,
      message: '',
      data: { fileId: '7' },
    })
    const outcome = createUpload({ sessionKey: 'old' }).commitOnly()
    await vi.runAllTimersAsync()
    expect(await outcome).toBe('7')
    expect(calls.map(({ body }) => body.vodSessionKey)).toEqual(['old', 'old'])
  })

  it('ends at once when canceled and makes no further call', async () => {
    const calls = vodAnswers(refusal(10004, 'must not be called'))
    const signature = Promise.withResolvers<string>()
    const upload = createUpload({ getSignature: () => signature.promise })
    const outcome = expect(upload.run()).rejects.toBeInstanceOf(CanceledError)
    await vi.advanceTimersByTimeAsync(0)
    upload.cancel()
    await outcome
    signature.resolve('too late')
    await vi.runAllTimersAsync()
    expect(calls).toEqual([])
  })

  it('makes no call while paused and starts when resumed', async () => {
    const calls = vodAnswers(refusal(10004, 'invalid signature'))
    const upload = createUpload()
    upload.pause()
    const outcome = expect(upload.run()).rejects.toMatchObject({ code: 10004 })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(calls).toEqual([])
    upload.resume()
    await outcome
    expect(calls).toHaveLength(1)
  })

  it('stores no session key of the SDK in localStorage', async () => {
    const applied = { vodSessionKey: 'key', video: { storagePath: '/x' }, tempCertificate: {} }
    vodAnswers({ code: 0, message: '', data: applied })
    const upload = createUpload()
    const { sessionKey } = await upload.advance()
    expect(sessionKey).toBe('key')
    expect(Object.keys(localStorage).filter((key) => key.startsWith('webugc_'))).toEqual([])
  })

  it('logs nothing to the console', async () => {
    const log = vi.spyOn(console, 'log')
    vodAnswers(refusal(10004, 'invalid signature'))
    await expect(createUpload().run()).rejects.toThrow()
    expect(log).not.toHaveBeenCalled()
    log.mockRestore()
  })
})

describe('credentials', () => {
  const lifetimeSeconds = 1000
  const session = (secretId: string) => ({
    code: 0,
    message: '',
    data: {
      vodSessionKey: 'key',
      video: { storagePath: '/a.mp4' },
      storageBucket: 'b',
      storageAppId: 1,
      storageRegionV5: 'ap-chongqing',
      tempCertificate: {
        secretId,
        secretKey: 'k',
        token: 't',
        expiredTime: Math.floor(Date.now() / 1000) + lifetimeSeconds,
      },
      timestamp: Math.floor(Date.now() / 1000),
    },
  })

  it('are renewed once for all connections before they expire', async () => {
    const used: string[] = []
    class BrokenConnection {
      upload = {}
      onerror = () => undefined
      open = () => undefined
      abort = () => undefined
      getAllResponseHeaders = () => ''
      setRequestHeader(name: string, value: string) {
        if (name === 'Authorization') used.push(/q-ak=(\w+)/.exec(value)?.[1] ?? '')
      }
      send() {
        queueMicrotask(() => this.onerror())
      }
    }
    vi.stubGlobal('XMLHttpRequest', BrokenConnection)
    const published = { code: 0, message: '', data: { fileId: '7' } }
    const answers = [session('first'), session('second'), published]
    const calls = vodAnswers(...answers)
    const { prototype } = PartSender
    const real = prototype.send
    prototype.send = async (object) => {
      await object.listUploads().catch(() => undefined)
      vi.advanceTimersByTime(lifetimeSeconds * 1000 - 30_000)
      await Promise.allSettled([object.listUploads(), object.listParts('u'), object.create('')])
    }
    const done = createUpload().run()
    await vi.runAllTimersAsync()
    expect(await done).toBe('7')
    prototype.send = real
    expect(calls.map(({ url }) => url.split('Action=')[1])).toEqual([
      'ApplyUploadUGC',
      'ApplyUploadUGC',
      'CommitUploadUGC',
    ])
    expect(new Set(used)).toEqual(new Set(['first', 'second']))
  })
})

describe('a cover', () => {
  const cover = {
    id: 'c1',
    file: new File(['a picture'], 'cover.jpg', { type: 'image/jpeg' }),
    isStored: false,
  }
  const success = (data: object) => ({ code: 0, message: '', data })
  const session = (key: string, withCover: boolean) =>
    success({
      vodSessionKey: key,
      video: { storagePath: `/${key}.mp4` },
      ...(withCover && { cover: { storagePath: `/${key}.jpg` } }),
      tempCertificate: {},
    })

  /** Replaces COS: records the objects that are sent, and refuses covers with `refusal`. */
  function storage(refusal?: object) {
    const sent: string[] = []
    const { prototype } = PartSender
    const real = prototype.send
    prototype.send = async function (object) {
      const { Key } = (object as unknown as { location: { Key: string } }).location
      sent.push(`/${Key}`)
      if (refusal && Key.endsWith('.jpg')) throw refusal
    }
    return { sent, restore: () => (prototype.send = real) }
  }

  const run = async (upload: VodUpload) => {
    const done = upload.run()
    done.catch(() => undefined)
    await vi.runAllTimersAsync()
    return done
  }

  it('is part of the video’s session and is stored first', async () => {
    const calls = vodAnswers(session('a', true), success({ fileId: '7' }))
    const { sent, restore } = storage()
    expect(await run(createUpload({ cover }))).toBe('7')
    restore()
    expect(calls[0]?.body).toMatchObject({ coverName: 'cover', coverType: 'jpg', coverSize: 9 })
    expect(sent).toEqual(['/a.jpg', '/a.mp4'])
    expect(listener.coverSettled.mock.calls).toEqual([['c1', { state: 'sent' }]])
  })

  it.each([
    ['permanently', { statusCode: 400, code: 'EntityTooLarge' }, 1],
    ['repeatedly', { statusCode: 500, code: 'InternalError' }, 3],
    ['without permission', { statusCode: 403, code: 'AccessDenied' }, 3],
  ])(
    'that COS refuses %s is left out before a byte of the video is sent',
    async (_, refusal, tries) => {
      const applied = [
        ...Array.from({ length: tries }, () => session('a', true)),
        session('b', false),
      ]
      const calls = vodAnswers(...applied, success({ fileId: '7' }))
      const { sent, restore } = storage(refusal)
      const upload = createUpload({ cover })
      expect(await run(upload)).toBe('7')
      restore()
      expect(sent.at(-1)).toBe('/b.mp4')
      expect(sent.filter((path) => path.includes('a.mp4'))).toEqual([])
      expect(calls[tries]?.body).not.toHaveProperty('coverName')
      expect(listener.coverSettled).toHaveBeenCalledExactlyOnceWith('c1', {
        state: 'failed',
        error: refusal,
      })
    },
  )

  it('that VOD refuses is left out', async () => {
    const calls = vodAnswers(
      refusal(10001, 'invalid request'),
      session('b', false),
      success({ fileId: '7' }),
    )
    const { sent, restore } = storage()
    expect(await run(createUpload({ cover }))).toBe('7')
    restore()
    expect(calls[1]?.body).not.toHaveProperty('coverName')
    expect(sent).toEqual(['/b.mp4'])
    expect(listener.coverSettled.mock.lastCall?.[1]).toMatchObject({
      state: 'failed',
      error: { code: 10001 },
    })
  })

  it('is not left out if VOD also refuses the session without it', async () => {
    vodAnswers(...Array.from({ length: 20 }, () => refusal(10001, 'invalid request')))
    await expect(run(createUpload({ cover }))).rejects.toMatchObject({ code: 10001 })
    expect(listener.coverSettled).not.toHaveBeenCalled()
  })

  it('is left out if VOD refuses to commit its session', async () => {
    const refusals = Array.from({ length: 4 }, () => refusal(10001, 'bad cover'))
    vodAnswers(session('a', true), ...refusals, session('b', false), success({ fileId: '7' }))
    const { sent, restore } = storage()
    expect(await run(createUpload({ cover }))).toBe('7')
    restore()
    expect(sent).toEqual(['/a.jpg', '/a.mp4', '/b.mp4'])
    expect(listener.restarted).toHaveBeenCalledOnce()
  })

  it('is not left out if the size of the video was unknown', async () => {
    const refusals = Array.from({ length: 4 }, () => refusal(10001, 'another size'))
    const calls = vodAnswers(session('a', true), ...refusals)
    const { sent, restore } = storage()
    const growing = { ...wholeFile(file), expectedSize: file.size + 1 }
    const upload = new VodUpload({ file: growing, name: 'a.mp4' }, { ...uploadOptions, cover })
    await expect(run(upload)).rejects.toMatchObject({ code: 10001 })
    restore()
    expect(sent).toEqual(['/a.jpg', '/a.mp4'])
    expect(calls).toHaveLength(5)
    expect(listener.restarted).not.toHaveBeenCalled()
  })

  it.each([true, false])(
    '(present: %s) does not cause a second publication if the answer to the first commit was lost',
    async (hasCover) => {
      // The answer to the first commit is lost, and VOD commits nothing a second time.
      const refusals = Array.from({ length: 4 }, () => refusal(10001, 'no such session'))
      const calls = vodAnswers(session('a', hasCover), new Error('Network Error'), ...refusals)
      const published = vi.fn(async () => '7' as FileId)
      const { sent, restore } = storage()
      expect(
        await run(createUpload({ fetchPublishedFile: published, ...(hasCover && { cover }) })),
      ).toBe('7')
      restore()
      expect(sent.at(-1)).toBe('/a.mp4')
      expect(calls).toHaveLength(6)
      expect(published).toHaveBeenCalledOnce()
      expect(listener.restarted).not.toHaveBeenCalled()
    },
  )

  it('that is stored in the session is not sent again by a later page', async () => {
    vodAnswers(session('a', true), success({ fileId: '7' }))
    const { sent, restore } = storage()
    await run(createUpload({ cover: { ...cover, isStored: true }, sessionKey: 'a' }))
    restore()
    expect(sent).toEqual(['/a.mp4'])
  })

  it('that was chosen after the session was opened is not sent in it', async () => {
    vodAnswers(session('a', false), success({ fileId: '7' }))
    const { sent, restore } = storage()
    await run(createUpload({ cover, sessionKey: 'a' }))
    restore()
    expect(sent).toEqual(['/a.mp4'])
    expect(listener.coverSettled).not.toHaveBeenCalled()
  })

  it('is sent alone for a published video', async () => {
    const answer = { ...session('a', true).data, video: undefined }
    const calls = vodAnswers(success(answer), success({ fileId: '42' }))
    const { sent, restore } = storage()
    const options = { ...uploadOptions, cover }
    const upload = new VodUpload({ fileId: '42' as FileId }, options)
    expect(await run(upload)).toBe('42')
    restore()
    expect(calls[0]?.body).toMatchObject({ fileId: '42', coverName: 'cover', coverSize: 9 })
    expect(calls[0]?.body).not.toHaveProperty('videoName')
    expect(sent).toEqual(['/a.jpg'])
  })
})
