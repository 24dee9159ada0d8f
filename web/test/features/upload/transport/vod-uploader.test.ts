import type { FileId } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as sdk from 'vod-js-sdk-v6/lib/src/uploader'
import manifest from 'vod-js-sdk-v6/package.json'
import { wholeFile } from '../../../../src/features/upload/transport/growing-file.ts'
import { PartSender } from '../../../../src/features/upload/transport/part-sender.ts'
import {
  VodUploader,
  cosDestination,
} from '../../../../src/features/upload/transport/vod-uploader.ts'
import {
  CanceledError,
  type TransferOptions,
} from '../../../../src/features/upload/transport/transfer.ts'

const Uploader: typeof sdk.default = Object(sdk.default).default ?? sdk.default

interface Call {
  url: string
  body: Record<string, unknown>
}

/** VOD's upload API as the SDK's axios sees it: answers in turn, an Error for a broken connection. */
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

const uploaderOptions: TransferOptions = {
  getSignature: async () => 'signature',
  endpoints: { upload: '', cos: '' },
  fetchPublishedFile: async () => undefined,
  sessionKey: '',
  partLayout: [],
  listener,
}

const uploaderOf = (over: Partial<TransferOptions> = {}) =>
  new VodUploader({ file }, { ...uploaderOptions, ...over })

beforeEach(() => {
  vi.useFakeTimers()
  for (const told of Object.values(listener)) told.mockClear()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('what vod-js-sdk-v6 does not document and this adapter relies on', () => {
  it('is of the version that was read', () => {
    expect(manifest.version).toBe('1.8.0')
  })

  it('has the methods that are overridden', () => {
    for (const method of [
      'applyUploadUGC',
      'uploadToCos',
      'commitUploadUGC',
      'setStorage',
      'getStorage',
      'delStorage',
      'cancel',
    ])
      expect(Uploader.prototype).toHaveProperty(method)
  })

  it('tries an apply once when told that its retries are used up', async () => {
    const calls = vodAnswers(refusal(10001, 'no'), refusal(10001, 'no'))
    const plain = new Uploader({
      getSignature: async () => 's',
      mediaFile: file,
      enableRaceRegion: false,
    })
    await expect(plain.applyUploadUGC(3)).rejects.toMatchObject({ code: 10001 })
    expect(calls).toHaveLength(1)
  })
})

describe('VodUploader', () => {
  it('applies for the file by its own name, type and size', async () => {
    const calls = vodAnswers(refusal(10004, 'ugc upload | invalid signature'))
    await expect(uploaderOf().run()).rejects.toMatchObject({ code: 10004 })
    expect(calls[0]?.body).toEqual({
      signature: 'signature',
      videoName: 'My clip.v2',
      videoType: 'mp4',
      videoSize: 7,
      uploadFromWeb: true,
    })
  })

  it('does not repeat what VOD refuses, and asks for no region race and no telemetry', async () => {
    const calls = vodAnswers(refusal(10004, 'ugc upload | invalid signature'))
    await expect(uploaderOf().run()).rejects.toMatchObject({ code: 10004 })
    expect(calls.map(({ url }) => url)).toEqual([
      'https://vod2.qcloud.com/v3/index.php?Action=ApplyUploadUGC',
    ])
  })

  it('sends where it is configured to, by https unless that says otherwise', async () => {
    const calls = vodAnswers(refusal(10004, 'ugc upload | invalid signature'))
    const endpoints = { upload: 'http://127.0.0.1:5174', cos: 'http://127.0.0.1:5174' }
    await expect(uploaderOf({ endpoints }).run()).rejects.toThrow()
    expect(calls[0]?.url).toBe('http://127.0.0.1:5174/v3/index.php?Action=ApplyUploadUGC')
    expect(cosDestination('')).toEqual({ Protocol: 'https:' })
    expect(cosDestination('https://cos.example:8443')).toEqual({
      Domain: 'cos.example:8443',
      Protocol: 'https:',
    })
  })

  it('waits longer each time a connection is lost, with a new signature each time', async () => {
    const lost = () => new Error('Network Error')
    const calls = vodAnswers(lost(), lost(), lost(), refusal(10004, 'invalid signature'))
    const getSignature = vi.fn(async () => 'signature')
    const outcome = expect(uploaderOf({ getSignature }).run()).rejects.toMatchObject({
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

  it('waits for a device that is offline as long as it takes, and goes on at once after', async () => {
    const calls = vodAnswers(new Error('Network Error'), refusal(10004, 'invalid signature'))
    const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    const outcome = expect(uploaderOf().run()).rejects.toMatchObject({ code: 10004 })
    await vi.advanceTimersByTimeAsync(24 * 3600 * 1000)
    expect(calls).toHaveLength(1)
    onLine.mockRestore()
    window.dispatchEvent(new Event('online'))
    await outcome
    expect(calls).toHaveLength(2)
  })

  it('never gives up a connection that stays away, nor asks more than every ten seconds', async () => {
    const calls = vodAnswers()
    const uploader = uploaderOf()
    const outcome = expect(uploader.run()).rejects.toBeInstanceOf(CanceledError)
    const hours = 3
    await vi.advanceTimersByTimeAsync(hours * 3_600_000)
    expect(calls.length).toBeGreaterThan((hours * 3600) / 20 - 10)
    expect(calls.length).toBeLessThan((hours * 3600) / 10 + 10)
    uploader.cancel()
    await outcome
  })

  it('does not give up a signature that expired while the network was away', async () => {
    const lost = Array.from({ length: 10 }, () => new Error('Network Error'))
    const expired = refusal(10010, 'signature expired')
    const calls = vodAnswers(...lost, expired, expired, refusal(10004, 'invalid signature'))
    const outcome = expect(uploaderOf().run()).rejects.toMatchObject({ code: 10004 })
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    await outcome
    expect(calls).toHaveLength(13)
  })

  const unknownSession = () => refusal(10005, 'no such session')
  const actionsOf = (calls: Call[]) => calls.map(({ url }) => url.split('Action=')[1])

  it('starts afresh when VOD says three times that it does not know the session', async () => {
    const forgotten = Array.from({ length: 6 }, unknownSession)
    const calls = vodAnswers(...forgotten, refusal(10004, 'invalid signature'))
    const outcome = expect(uploaderOf({ sessionKey: 'old' }).run()).rejects.toMatchObject({
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

  it('asks no further for a session while paused', async () => {
    const calls = vodAnswers(unknownSession(), refusal(10004, 'invalid signature'))
    const uploader = uploaderOf({ sessionKey: 'old' })
    const outcome = expect(uploader.run()).rejects.toMatchObject({ code: 10004 })
    await vi.advanceTimersByTimeAsync(10)
    uploader.pause()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(calls).toHaveLength(1)
    uploader.resume()
    await outcome
  })

  it('keeps a session, and what is stored of it, over refusals that pass', async () => {
    const applied = {
      code: 0,
      message: '',
      data: { vodSessionKey: 'old', video: { storagePath: '/a.mp4' }, tempCertificate: {} },
    }
    const used = refusal(10021, 'duplicate vod signature')
    const refusals = [used, used, unknownSession(), refusal(500, 'busy')]
    const calls = vodAnswers(...refusals, applied)
    const done = uploaderOf({ sessionKey: 'old' }).applyUploadUGC()
    await vi.runAllTimersAsync()
    expect(await done).toMatchObject({ vodSessionKey: 'old' })
    expect(new Set(actionsOf(calls))).toEqual(new Set(['ApplyUploadUGC']))
    expect(new Set(calls.map(({ body }) => body.vodSessionKey))).toEqual(new Set(['old']))
  })

  it('sends nothing of a session that VOD refuses because it is committed', async () => {
    const committed = { code: 0, message: '', data: { fileId: '7' } }
    const calls = vodAnswers(unknownSession(), unknownSession(), unknownSession(), committed)
    const done = uploaderOf({ sessionKey: 'old' }).run()
    await vi.runAllTimersAsync()
    expect(await done).toBe('7')
    expect(actionsOf(calls).slice(2)).toEqual(['ApplyUploadUGC', 'CommitUploadUGC'])
    expect(listener.allStored).toHaveBeenCalledOnce()
  })

  it('takes the edge’s word for a session that VOD neither goes on with nor commits again', async () => {
    const calls = vodAnswers(...Array.from({ length: 4 }, unknownSession))
    const published = async () => '7' as FileId
    const done = uploaderOf({ sessionKey: 'old', fetchPublishedFile: published }).run()
    await vi.runAllTimersAsync()
    expect(await done).toBe('7')
    expect(actionsOf(calls).at(-1)).toBe('CommitUploadUGC')
    expect(listener.allStored).toHaveBeenCalledOnce()
  })

  it('commits alone what another has sent', async () => {
    const calls = vodAnswers(new Error('Network Error'), {
      code: 0,
      message: '',
      data: { fileId: '7' },
    })
    const outcome = uploaderOf({ sessionKey: 'old' }).commitOnly()
    await vi.runAllTimersAsync()
    expect(await outcome).toBe('7')
    expect(calls.map(({ body }) => body.vodSessionKey)).toEqual(['old', 'old'])
  })

  it('ends at once when canceled, whatever it was waiting for, and calls nobody any more', async () => {
    const calls = vodAnswers(refusal(10004, 'never asked for'))
    const signature = Promise.withResolvers<string>()
    const uploader = uploaderOf({ getSignature: () => signature.promise })
    const outcome = expect(uploader.run()).rejects.toBeInstanceOf(CanceledError)
    await vi.advanceTimersByTimeAsync(0)
    uploader.cancel()
    await outcome
    signature.resolve('too late')
    await vi.runAllTimersAsync()
    expect(calls).toEqual([])
  })

  it('does nothing while paused, and goes on when resumed', async () => {
    const calls = vodAnswers(refusal(10004, 'invalid signature'))
    const uploader = uploaderOf()
    uploader.pause()
    const outcome = expect(uploader.run()).rejects.toMatchObject({ code: 10004 })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(calls).toEqual([])
    uploader.resume()
    await outcome
    expect(calls).toHaveLength(1)
  })

  it('keeps nothing in the browser’s storage under a name of the SDK’s', async () => {
    const applied = { vodSessionKey: 'key', video: { storagePath: '/x' }, tempCertificate: {} }
    vodAnswers({ code: 0, message: '', data: applied })
    const uploader = uploaderOf()
    await uploader.applyUploadUGC()
    expect(uploader.vodSessionKey).toBe('key')
    expect(Object.keys(localStorage).filter((key) => key.startsWith('webugc_'))).toEqual([])
  })

  it('is silent on the console', async () => {
    const log = vi.spyOn(console, 'log')
    vodAnswers(refusal(10004, 'invalid signature'))
    await expect(uploaderOf().run()).rejects.toThrow()
    expect(log).not.toHaveBeenCalled()
    log.mockRestore()
  })
})

describe('credentials', () => {
  const lifeSeconds = 1000
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
        expiredTime: Math.floor(Date.now() / 1000) + lifeSeconds,
      },
      timestamp: Math.floor(Date.now() / 1000),
    },
  })

  it('that are about to end are renewed once, for all connections that need them', async () => {
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
      await object.uploads().catch(() => undefined)
      vi.advanceTimersByTime(lifeSeconds * 1000 - 30_000)
      await Promise.allSettled([object.uploads(), object.parts('u'), object.begin('')])
    }
    const done = uploaderOf().run()
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

  /** COS, which notes what is sent, and refuses covers if told so. */
  function storage(refusal?: object) {
    const sent: string[] = []
    const { prototype } = PartSender
    const real = prototype.send
    prototype.send = async function (object) {
      const { Key } = (object as unknown as { place: { Key: string } }).place
      sent.push(`/${Key}`)
      if (refusal && Key.endsWith('.jpg')) throw refusal
    }
    return { sent, restore: () => (prototype.send = real) }
  }

  const run = async (uploader: VodUploader) => {
    const done = uploader.run()
    done.catch(() => undefined)
    await vi.runAllTimersAsync()
    return done
  }

  it('is applied for with its video, and goes ahead of it', async () => {
    const calls = vodAnswers(session('a', true), success({ fileId: '7' }))
    const { sent, restore } = storage()
    expect(await run(uploaderOf({ cover }))).toBe('7')
    restore()
    expect(calls[0]?.body).toMatchObject({ coverName: 'cover', coverType: 'jpg', coverSize: 9 })
    expect(sent).toEqual(['/a.jpg', '/a.mp4'])
    expect(listener.coverSettled.mock.calls).toEqual([['c1', { state: 'sent' }]])
  })

  it.each([
    ['for good', { statusCode: 400, code: 'EntityTooLarge' }, 1],
    ['again and again', { statusCode: 500, code: 'InternalError' }, 3],
    ['for a lack of permission', { statusCode: 403, code: 'AccessDenied' }, 3],
  ])(
    'that the storage refuses %s is left out, before a byte of the video',
    async (_, refusal, tries) => {
      const applied = [
        ...Array.from({ length: tries }, () => session('a', true)),
        session('b', false),
      ]
      const calls = vodAnswers(...applied, success({ fileId: '7' }))
      const { sent, restore } = storage(refusal)
      const uploader = uploaderOf({ cover })
      expect(await run(uploader)).toBe('7')
      restore()
      expect(sent.at(-1)).toBe('/b.mp4')
      expect(sent.filter((one) => one.includes('a.mp4'))).toEqual([])
      expect(calls[tries]?.body).not.toHaveProperty('coverName')
      expect(listener.coverSettled).toHaveBeenCalledExactlyOnceWith('c1', {
        state: 'failed',
        error: refusal,
      })
    },
  )

  it('that VOD refuses to apply for is left out', async () => {
    const calls = vodAnswers(
      refusal(10001, 'invalid request'),
      session('b', false),
      success({ fileId: '7' }),
    )
    const { sent, restore } = storage()
    expect(await run(uploaderOf({ cover }))).toBe('7')
    restore()
    expect(calls[1]?.body).not.toHaveProperty('coverName')
    expect(sent).toEqual(['/b.mp4'])
    expect(listener.coverSettled.mock.lastCall?.[1]).toMatchObject({
      state: 'failed',
      error: { code: 10001 },
    })
  })

  it('is not blamed for what VOD refuses without it too', async () => {
    vodAnswers(...Array.from({ length: 20 }, () => refusal(10001, 'invalid request')))
    await expect(run(uploaderOf({ cover }))).rejects.toMatchObject({ code: 10001 })
    expect(listener.coverSettled).not.toHaveBeenCalled()
  })

  it('whose session is not committed does not keep the video from being published', async () => {
    const refusals = Array.from({ length: 4 }, () => refusal(10001, 'bad cover'))
    vodAnswers(session('a', true), ...refusals, session('b', false), success({ fileId: '7' }))
    const { sent, restore } = storage()
    expect(await run(uploaderOf({ cover }))).toBe('7')
    restore()
    expect(sent).toEqual(['/a.jpg', '/a.mp4', '/b.mp4'])
    expect(listener.restarted).toHaveBeenCalledOnce()
  })

  it('is not blamed for a file whose size was not known beforehand', async () => {
    const refusals = Array.from({ length: 4 }, () => refusal(10001, 'another size'))
    const calls = vodAnswers(session('a', true), ...refusals)
    const { sent, restore } = storage()
    const growing = { ...wholeFile(file), expectedSize: file.size + 1 }
    const uploader = new VodUploader(
      { file: growing, name: 'a.mp4' },
      { ...uploaderOptions, cover },
    )
    await expect(run(uploader)).rejects.toMatchObject({ code: 10001 })
    restore()
    expect(sent).toEqual(['/a.jpg', '/a.mp4'])
    expect(calls).toHaveLength(5)
    expect(listener.restarted).not.toHaveBeenCalled()
  })

  it.each([true, false])(
    'or none (%s), what VOD committed and the edge has heard of is not published twice',
    async (hasCover) => {
      // The answer to the first commit is lost, and VOD commits nothing a second time.
      const refusals = Array.from({ length: 4 }, () => refusal(10001, 'no such session'))
      const calls = vodAnswers(session('a', hasCover), new Error('Network Error'), ...refusals)
      const published = vi.fn(async () => '7' as FileId)
      const { sent, restore } = storage()
      expect(
        await run(uploaderOf({ fetchPublishedFile: published, ...(hasCover && { cover }) })),
      ).toBe('7')
      restore()
      expect(sent.at(-1)).toBe('/a.mp4')
      expect(calls).toHaveLength(6)
      expect(published).toHaveBeenCalledOnce()
      expect(listener.restarted).not.toHaveBeenCalled()
    },
  )

  it('that is stored with the session is not sent again by a later page', async () => {
    vodAnswers(session('a', true), success({ fileId: '7' }))
    const { sent, restore } = storage()
    await run(uploaderOf({ cover: { ...cover, isStored: true }, sessionKey: 'a' }))
    restore()
    expect(sent).toEqual(['/a.mp4'])
  })

  it('chosen after the session was opened is not sent with it', async () => {
    vodAnswers(session('a', false), success({ fileId: '7' }))
    const { sent, restore } = storage()
    await run(uploaderOf({ cover, sessionKey: 'a' }))
    restore()
    expect(sent).toEqual(['/a.mp4'])
    expect(listener.coverSettled).not.toHaveBeenCalled()
  })

  it('goes alone to a video that is published', async () => {
    const answer = { ...session('a', true).data, video: undefined }
    const calls = vodAnswers(success(answer), success({ fileId: '42' }))
    const { sent, restore } = storage()
    const options = { ...uploaderOptions, cover }
    const uploader = new VodUploader({ fileId: '42' as FileId }, options)
    expect(await run(uploader)).toBe('42')
    restore()
    expect(calls[0]?.body).toMatchObject({ fileId: '42', coverName: 'cover', coverSize: 9 })
    expect(calls[0]?.body).not.toHaveProperty('videoName')
    expect(sent).toEqual(['/a.jpg'])
  })
})
