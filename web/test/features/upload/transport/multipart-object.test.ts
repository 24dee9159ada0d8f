import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  CosObject,
  StalledError,
} from '../../../../src/features/upload/transport/multipart-object.ts'
import { toFailure } from '../../../../src/features/upload/transport/classify-failure.ts'

/** Replaces XMLHttpRequest: the test makes a connection progress and answer. */
class Connection {
  static all: Connection[] = []
  url = ''
  isAborted = false
  status = 0
  response = ''
  headers = ''
  upload: { onprogress?: (event: { loaded: number }) => void } = {}
  onload: () => void = () => undefined
  onerror: () => void = () => undefined
  constructor() {
    Connection.all.push(this)
  }
  open(_: string, url: string) {
    this.url = url
  }
  setRequestHeader() {}
  send() {}
  abort() {
    this.isAborted = true
  }
  getAllResponseHeaders = () => this.headers
  getResponseHeader = () => null
  answer(status: number, headers = '', body = '') {
    Object.assign(this, { status, headers, response: body })
    this.onload()
  }
}

let abort = new AbortController()
const credentials = {
  TmpSecretId: 'i',
  TmpSecretKey: 'k',
  XCosSecurityToken: 't',
  StartTime: 1_700_000_000,
  ExpiredTime: 4_000_000_000,
}
const object = (getCredentials = async () => credentials) =>
  new CosObject(
    { Bucket: 'b-1', Region: 'ap-chongqing', Key: 'a.mp4' },
    { Protocol: 'https:' },
    getCredentials,
    abort.signal,
  )
const storePart = (onProgress: (bytes: number) => void = () => undefined) =>
  object().storePart('u', { number: 3, body: new Blob(['part']) }, onProgress)
const connection = async () => {
  await vi.advanceTimersByTimeAsync(10)
  const [last] = Connection.all.slice(-1)
  if (!last) throw new Error('There is no connection.')
  return last
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('XMLHttpRequest', Connection)
  Connection.all = []
  abort = new AbortController()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('stores a part and resolves with its ETag', async () => {
  const onProgress = vi.fn()
  const sent = storePart(onProgress)
  const last = await connection()
  expect(last.url).toMatch(
    /^https:\/\/b-1\.cos\.ap-chongqing\.myqcloud\.com\/a\.mp4\?partNumber=3&uploadId=u$/,
  )
  last.upload.onprogress?.({ loaded: 2 })
  last.answer(200, 'etag: "e"')
  expect(await sent).toBe('"e"')
  expect(onProgress).toHaveBeenCalledWith(2)
})

describe('a part whose answer has no ETag', () => {
  /** Answers the request for the stored parts with this part. */
  async function list(part: string) {
    ;(await connection()).answer(200)
    const listing = await connection()
    expect(Object.fromEntries(new URL(listing.url).searchParams)).toEqual({
      uploadId: 'u',
      'max-parts': '1',
      'part-number-marker': '2',
    })
    const page = `<IsTruncated>true</IsTruncated>${part}`
    listing.answer(200, '', `<ListPartsResult>${page}</ListPartsResult>`)
  }

  it('is listed and not sent again', async () => {
    const sent = storePart()
    await list('<Part><PartNumber>3</PartNumber><ETag>"e"</ETag><Size>4</Size></Part>')
    expect(await sent).toBe('"e"')
    expect(Connection.all).toHaveLength(2)
  })

  it.each([
    ['missing', ''],
    ['another one', '<Part><PartNumber>4</PartNumber><ETag>"e"</ETag><Size>4</Size></Part>'],
    ['shorter', '<Part><PartNumber>3</PartNumber><ETag>"e"</ETag><Size>2</Size></Part>'],
  ])('is an error if the listed part is %s', async (_, part) => {
    const sent = storePart()
    const outcome = expect(sent).rejects.toMatchObject({ code: 'NotStored' })
    await list(part)
    await outcome
    expect(toFailure(await sent.catch((error: unknown) => error)).code).toBe('storage-refused')
  })
})

it('aborts a connection without progress for a minute', async () => {
  const sent = storePart()
  sent.catch(() => undefined)
  const last = await connection()
  await vi.advanceTimersByTimeAsync(50_000)
  last.upload.onprogress?.({ loaded: 1 })
  await vi.advanceTimersByTimeAsync(50_000)
  expect(last.isAborted).toBe(false)
  await vi.advanceTimersByTimeAsync(20_000)
  await expect(sent).rejects.toBeInstanceOf(StalledError)
  expect(last.isAborted).toBe(true)
})

it('aborts requests in flight and starts no other', async () => {
  const sent = storePart()
  sent.catch(() => undefined)
  const last = await connection()
  abort.abort()
  await expect(sent).rejects.toThrow()
  expect(last.isAborted).toBe(true)
  await expect(storePart()).rejects.toThrow()
  expect(Connection.all).toHaveLength(1)
})

it('does not send a part that was aborted before its credentials arrived', async () => {
  const { promise, resolve } = Promise.withResolvers<typeof credentials>()
  const sent = object(() => promise).storePart(
    'u',
    { number: 3, body: new Blob(['part']) },
    () => {},
  )
  sent.catch(() => undefined)
  await vi.advanceTimersByTimeAsync(10)
  abort.abort()
  await expect(sent).rejects.toThrow()
  resolve(credentials)
  await vi.advanceTimersByTimeAsync(10)
  expect(Connection.all).toEqual([])
})

it('rejects with the reason why there are no credentials', async () => {
  const reason = new Error('VOD refuses them.')
  const sent = object(() => Promise.reject(reason)).create('video/mp4')
  await expect(sent).rejects.toBe(reason)
})
