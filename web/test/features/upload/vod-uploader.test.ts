import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as sdk from 'vod-js-sdk-v6/lib/src/uploader'
import manifest from 'vod-js-sdk-v6/package.json'
import { VodUploader, cosDestination } from '../../../src/features/upload/adapters/vod-uploader.ts'
import { CanceledError, type TransferOptions } from '../../../src/features/upload/model/transfer.ts'

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
const listener = { session: vi.fn(), progress: vi.fn(), interrupted: vi.fn(), sent: vi.fn() }

const uploaderOf = (over: Partial<TransferOptions> = {}) =>
  new VodUploader(file, 'f1ngerpr1nt', {
    getSignature: vi.fn(async () => 'signature'),
    endpoints: { upload: '', cos: '' },
    sessionKey: '',
    partSize: 1024 * 1024,
    listener,
    ...over,
  })

beforeEach(() => {
  vi.useFakeTimers()
  listener.interrupted.mockClear()
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
  it('names the file by its content inside, and by its own name to VOD', async () => {
    const calls = vodAnswers(refusal(10004, 'ugc upload | invalid signature'))
    const uploader = uploaderOf()
    await expect(uploader.run()).rejects.toMatchObject({ code: 10004 })
    expect(uploader.videoFile.name).toBe('f1ngerpr1nt.mp4')
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

  it('starts afresh when VOD no longer knows the session', async () => {
    const calls = vodAnswers(
      refusal(10005, 'no such session'),
      refusal(10005, 'no such session'),
      refusal(10004, 'invalid signature'),
    )
    await expect(uploaderOf({ sessionKey: 'old' }).run()).rejects.toMatchObject({ code: 10004 })
    expect(calls[0]?.body).toMatchObject({ vodSessionKey: 'old' })
    expect(calls[2]?.body).toMatchObject({ videoName: 'My clip.v2' })
  })

  it('sends nothing of a session that VOD refuses because it is committed', async () => {
    const calls = vodAnswers(refusal(10005, 'no such session'), {
      code: 0,
      message: '',
      data: { fileId: '7' },
    })
    listener.sent.mockClear()
    await expect(uploaderOf({ sessionKey: 'old' }).run()).resolves.toBe('7')
    expect(calls.map(({ url }) => url.split('Action=')[1])).toEqual([
      'ApplyUploadUGC',
      'CommitUploadUGC',
    ])
    expect(listener.sent).toHaveBeenCalledOnce()
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
