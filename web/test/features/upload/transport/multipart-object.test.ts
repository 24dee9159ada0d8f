import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  CosObject,
  StalledError,
} from '../../../../src/features/upload/transport/multipart-object.ts'
import { toFailure } from '../../../../src/features/upload/transport/classify-failure.ts'

/** Connections as the COS client opens them: they move and answer when the test says so. */
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

const ending = () => new AbortController()
let end = ending()
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
    end.signal,
  )
const send = (told: (bytes: number) => void = () => undefined) =>
  object().send('u', { number: 3, body: new Blob(['part']) }, told)
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
  end = ending()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('sends a part, and comes back with the ETag it has got', async () => {
  const told = vi.fn()
  const sent = send(told)
  const last = await connection()
  expect(last.url).toMatch(
    /^https:\/\/b-1\.cos\.ap-chongqing\.myqcloud\.com\/a\.mp4\?partNumber=3&uploadId=u$/,
  )
  last.upload.onprogress?.({ loaded: 2 })
  last.answer(200, 'etag: "e"')
  expect(await sent).toBe('"e"')
  expect(told).toHaveBeenCalledWith(2)
})

describe('a part that is answered without its ETag', () => {
  /** Answers the question for what is stored, with one part. */
  async function list(part: string) {
    ;(await connection()).answer(200)
    const asked = await connection()
    expect(Object.fromEntries(new URL(asked.url).searchParams)).toEqual({
      uploadId: 'u',
      'max-parts': '1',
      'part-number-marker': '2',
    })
    const list = `<IsTruncated>true</IsTruncated>${part}`
    asked.answer(200, '', `<ListPartsResult>${list}</ListPartsResult>`)
  }

  it('is looked up, and not sent again', async () => {
    const sent = send()
    await list('<Part><PartNumber>3</PartNumber><ETag>"e"</ETag><Size>4</Size></Part>')
    expect(await sent).toBe('"e"')
    expect(Connection.all).toHaveLength(2)
  })

  it.each([
    ['not there', ''],
    ['another', '<Part><PartNumber>4</PartNumber><ETag>"e"</ETag><Size>4</Size></Part>'],
    ['shorter', '<Part><PartNumber>3</PartNumber><ETag>"e"</ETag><Size>2</Size></Part>'],
  ])('and is %s is not sent for ever', async (_, part) => {
    const sent = send()
    const outcome = expect(sent).rejects.toMatchObject({ code: 'NotStored' })
    await list(part)
    await outcome
    expect(toFailure(await sent.catch((error: unknown) => error)).code).toBe('storage-refused')
  })
})

it('gives up a connection on which nothing moves for a minute, and ends it', async () => {
  const sent = send()
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

it('ends what is under way at once when it is aborted, and begins nothing more', async () => {
  const sent = send()
  sent.catch(() => undefined)
  const last = await connection()
  end.abort()
  await expect(sent).rejects.toThrow()
  expect(last.isAborted).toBe(true)
  await expect(send()).rejects.toThrow()
  expect(Connection.all).toHaveLength(1)
})

it('sends no part that was ended before its credentials came', async () => {
  const { promise, resolve } = Promise.withResolvers<typeof credentials>()
  const sent = object(() => promise).send('u', { number: 3, body: new Blob(['part']) }, () => {})
  sent.catch(() => undefined)
  await vi.advanceTimersByTimeAsync(10)
  end.abort()
  await expect(sent).rejects.toThrow()
  resolve(credentials)
  await vi.advanceTimersByTimeAsync(10)
  expect(Connection.all).toEqual([])
})

it('fails for the reason why there are no credentials', async () => {
  const reason = new Error('VOD does not give any.')
  const sent = object(() => Promise.reject(reason)).begin('video/mp4')
  await expect(sent).rejects.toBe(reason)
})
