import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Region } from '../src/index.ts'
import {
  applyBody,
  callCos,
  callUploadApi,
  completeDocument,
  initiate,
  sendObject,
  textOf,
  uploadSignature,
  type Applied,
  type CosOverrides,
} from './api-client.ts'
import { temporaryDirectory, temporaryRegion } from './temporary-region.ts'

const mebibyte = 1024 * 1024

async function apply(region: Region, size = 5): Promise<Applied & { path: string }> {
  const { data } = await callUploadApi(region.origin, 'ApplyUploadUGC', applyBody(size))
  return { ...data, path: data.video.storagePath }
}

async function expectError(response: Response, status: number, code: string): Promise<void> {
  const xml = await response.text()
  expect({ status: response.status, code: textOf(xml, 'Code') }).toEqual({ status, code })
  expect(textOf(xml, 'RequestId')).toBe(response.headers.get('x-cos-request-id'))
}

describe('a multipart upload', () => {
  test('joins three parts into an object with the same bytes', async () => {
    const region = await temporaryRegion()
    const parts = [randomBytes(mebibyte), randomBytes(mebibyte), randomBytes(100)]
    const applied = await apply(region, 2 * mebibyte + 100)
    const completed = await sendObject(region.origin, applied, applied.path, parts)
    expect(textOf(await completed.text(), 'ETag')).toMatch(/^"[0-9a-f]{32}-3"$/)
    const { vodSessionKey } = applied
    const { data } = await callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey })
    expect(data.fileId).toMatch(/^\d{19}$/)
    const delivered = Buffer.from(await (await fetch(data.video.url)).arrayBuffer())
    expect(delivered.equals(Buffer.concat(parts))).toBe(true)
  })

  test('is listed with its parts, page by page, after a restart', async () => {
    const directory = await temporaryDirectory()
    const before = await temporaryRegion({ directory })
    const applied = await apply(before)
    const { path } = applied
    const uploadId = await initiate(before.origin, applied, path)
    for (const partNumber of [1, 2])
      await callCos(before.origin, applied, {
        method: 'PUT',
        path,
        query: { partNumber, uploadId },
        body: 'part',
      })
    await before.close()

    const region = await temporaryRegion({ directory })
    const uploads = { method: 'GET', path: '/', query: { prefix: path.slice(1), uploads: '' } }
    const uploadList = await (await callCos(region.origin, applied, uploads)).text()
    expect(textOf(uploadList, 'UploadId')).toBe(uploadId)
    const list = async (query: Record<string, string | number>): Promise<string> =>
      (
        await callCos(region.origin, applied, {
          method: 'GET',
          path,
          query: { uploadId, ...query },
        })
      ).text()
    const first = await list({ 'max-parts': 1 })
    expect([textOf(first, 'Size'), textOf(first, 'IsTruncated')]).toEqual(['4', 'true'])
    const second = await list({ 'part-number-marker': textOf(first, 'NextPartNumberMarker') })
    expect([textOf(second, 'PartNumber'), textOf(second, 'IsTruncated')]).toEqual(['2', 'false'])
  })

  test('does not exist after an abort', async () => {
    const region = await temporaryRegion()
    const applied = await apply(region)
    const { path } = applied
    const uploadId = await initiate(region.origin, applied, path)
    const aborted = await callCos(region.origin, applied, {
      method: 'DELETE',
      path,
      query: { uploadId },
    })
    expect(aborted.status).toBe(204)
    const parts = await callCos(region.origin, applied, {
      method: 'GET',
      path,
      query: { uploadId },
    })
    await expectError(parts, 404, 'NoSuchUpload')
  })

  test('does not store a part whose connection broke', async () => {
    const region = await temporaryRegion()
    const applied = await apply(region)
    const { path } = applied
    const uploadId = await initiate(region.origin, applied, path)
    region.faults.dropParts = 1
    const put = {
      method: 'PUT',
      path,
      query: { partNumber: 1, uploadId },
      body: randomBytes(mebibyte),
    }
    await expect(callCos(region.origin, applied, put)).rejects.toThrow()
    const listed = await callCos(region.origin, applied, {
      method: 'GET',
      path,
      query: { uploadId },
    })
    expect(await listed.text()).not.toContain('<Part>')
    expect((await callCos(region.origin, applied, put)).status).toBe(200)
  })
})

describe('a request is rejected', () => {
  test.each<[string, CosOverrides, number, string]>([
    ['a wrong key', { secretKey: 'other' }, 403, 'SignatureDoesNotMatch'],
    ['an unknown credential', { secretId: 'AKIDother' }, 403, 'InvalidAccessKeyId'],
    ['another path signed', { signedPath: '/elsewhere' }, 403, 'SignatureDoesNotMatch'],
    ['no token', { token: undefined }, 403, 'AccessDenied'],
    ['another token', { token: 'other' }, 403, 'InvalidToken'],
    ['an expired signature', { signTime: '1500000000;1500000900' }, 403, 'AccessDenied'],
    [
      'a signature that is not valid yet',
      { signTime: '4000000000;4000000900' },
      403,
      'RequestTimeTooSkewed',
    ],
    ['a malformed signing time', { signTime: 'now;then' }, 400, 'InvalidArgument'],
  ])('with %s', async (_, overrides, status, code) => {
    const region = await temporaryRegion()
    const applied = await apply(region)
    const request = { method: 'POST', path: applied.path, query: { uploads: '' } }
    await expectError(await callCos(region.origin, applied, request, overrides), status, code)
  })

  test('without any signature', async () => {
    const region = await temporaryRegion()
    const { path } = await apply(region)
    const response = await fetch(`${region.origin}${path}?uploads`, { method: 'POST' })
    await expectError(response, 403, 'AccessDenied')
  })

  test('for the object of another session', async () => {
    const region = await temporaryRegion()
    const [mine, theirs] = [await apply(region), await apply(region)]
    const request = { method: 'POST', path: theirs.path, query: { uploads: '' } }
    await expectError(await callCos(region.origin, mine, request), 403, 'AccessDenied')
    const list = { method: 'GET', path: '/', query: { uploads: '', prefix: '' } }
    await expectError(await callCos(region.origin, mine, list), 403, 'AccessDenied')
  })

  test('with expired credentials, with the message on which the SDK corrects its clock', async () => {
    let now = Date.now()
    const region = await temporaryRegion({ now: () => now })
    const applied = await apply(region)
    now += 7200_000
    const request = { method: 'POST', path: applied.path, query: { uploads: '' } }
    const response = await callCos(region.origin, applied, request)
    expect(Date.parse(response.headers.get('date') ?? '')).toBe(Math.floor(now / 1000) * 1000)
    expect(textOf(await response.clone().text(), 'Message')).toBe('Request has expired')
    await expectError(response, 403, 'AccessDenied')
    const longer = `${applied.timestamp};${applied.timestamp + 86400}`
    const expired = await callCos(region.origin, applied, request, { signTime: longer })
    await expectError(expired, 403, 'ExpiredToken')
  })

  test('for an unknown upload, a part number out of range or an unsupported method', async () => {
    const region = await temporaryRegion()
    const applied = await apply(region)
    const { path } = applied
    const uploadId = await initiate(region.origin, applied, path)
    const put = (query: Record<string, string | number>): Promise<Response> =>
      callCos(region.origin, applied, { method: 'PUT', path, query, body: 'x' })
    await expectError(await put({ partNumber: 1, uploadId: 'none' }), 404, 'NoSuchUpload')
    await expectError(await put({ partNumber: 10_001, uploadId }), 400, 'InvalidArgument')
    const remove = await callCos(region.origin, applied, { method: 'DELETE', path })
    await expectError(remove, 405, 'MethodNotAllowed')
  })

  test('if a part does not match its Content-MD5', async () => {
    const region = await temporaryRegion()
    const applied = await apply(region)
    const { path } = applied
    const uploadId = await initiate(region.origin, applied, path)
    const put = { method: 'PUT', path, query: { partNumber: 1, uploadId }, body: 'other' }
    const md5 = createHash('md5').update('bytes').digest('base64')
    const response = await callCos(region.origin, applied, put, { headers: { 'content-md5': md5 } })
    await expectError(response, 400, 'BadDigest')
  })

  test('if a part has no Content-Length', async () => {
    const region = await temporaryRegion()
    const applied = await apply(region)
    const { path } = applied
    const uploadId = await initiate(region.origin, applied, path)
    const put = { method: 'PUT', path, query: { partNumber: 1, uploadId } }
    const body = new Blob(['part']).stream() // sent in chunks, without Content-Length
    const response = await callCos(region.origin, applied, { ...put, body })
    await expectError(response, 411, 'MissingContentLength')
  })

  test.each([
    [
      'a wrong ETag',
      (etags: string[]) => completeDocument(['"0123"', etags[1] ?? '']),
      'InvalidPart',
    ],
    [
      'a part that was not sent',
      (etags: string[]) => completeDocument([...etags, '"0123"']),
      'InvalidPart',
    ],
    [
      'parts out of order',
      (etags: string[]) => completeDocument(etags.toReversed(), [2, 1]),
      'InvalidPartOrder',
    ],
    [
      'a small part before the last',
      (etags: string[]) => completeDocument(etags),
      'EntityTooSmall',
    ],
    ['no parts', () => completeDocument([]), 'MalformedXML'],
    ['something else', () => 'hello', 'MalformedXML'],
  ])('if Complete lists %s', async (_, document, code) => {
    const region = await temporaryRegion()
    const applied = await apply(region)
    const { path } = applied
    const uploadId = await initiate(region.origin, applied, path)
    const etags: string[] = []
    for (const partNumber of [1, 2]) {
      const query = { partNumber, uploadId }
      const part = await callCos(region.origin, applied, {
        method: 'PUT',
        path,
        query,
        body: 'small',
      })
      etags.push(part.headers.get('etag') ?? '')
    }
    const complete = { method: 'POST', path, query: { uploadId }, body: document(etags) }
    await expectError(await callCos(region.origin, applied, complete), 400, code)
  })
})

describe('the commit', () => {
  test('accepts an object with another size than in the apply call, unless exactSizes is on', async () => {
    const region = await temporaryRegion()
    region.faults.exactSizes = true
    const applied = await apply(region, 6)
    await sendObject(region.origin, applied, applied.path, [Buffer.from('bytes')])
    const { vodSessionKey } = applied
    const answer = await callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey })
    expect(answer).toMatchObject({ code: 19004, message: expect.stringContaining('size') })
    region.faults.exactSizes = false
    const again = await callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey })
    expect(again).toMatchObject({ code: 0 })
  })

  test('rejects a missing object and an unknown session', async () => {
    const region = await temporaryRegion()
    const { vodSessionKey } = await apply(region)
    const commit = (key: string): Promise<{ code: number }> =>
      callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey: key })
    expect(await commit(vodSessionKey)).toMatchObject({ code: 19003 })
    expect(await commit('none')).toMatchObject({ code: 19002 })
  })

  test('returns the same FileId again, also to concurrent requests', async () => {
    const region = await temporaryRegion()
    const applied = await apply(region)
    await sendObject(region.origin, applied, applied.path, [Buffer.from('bytes')])
    const { vodSessionKey } = applied
    const commit = (): Promise<{ data: { fileId: string } }> =>
      callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey })
    const answers = [...(await Promise.all([commit(), commit()])), await commit()]
    expect(new Set(answers.map(({ data }) => data.fileId)).size).toBe(1)
  })

  test('accepts an empty file, which is sent by PUT', async () => {
    const region = await temporaryRegion()
    const applied = await apply(region, 0)
    const put = await callCos(region.origin, applied, { method: 'PUT', path: applied.path })
    expect(put.headers.get('etag')).toBe('"d41d8cd98f00b204e9800998ecf8427e"')
    const { vodSessionKey } = applied
    expect((await callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey })).code).toBe(0)
  })
})

test('a session can be resumed for a day, with new credentials for the same object', async () => {
  let now = Date.now()
  const region = await temporaryRegion({ now: () => now })
  const first = await apply(region)
  const resume = (): ReturnType<typeof callUploadApi> =>
    callUploadApi(region.origin, 'ApplyUploadUGC', { vodSessionKey: first.vodSessionKey })
  const { data } = await resume()
  expect(data.video.storagePath).toBe(first.path)
  expect(data.tempCertificate.secretId).not.toBe(first.tempCertificate.secretId)
  now += 24 * 60 * 60 * 1000
  const tooLate = await callUploadApi(region.origin, 'ApplyUploadUGC', {
    vodSessionKey: first.vodSessionKey,
    signature: uploadSignature({
      currentTimeStamp: Math.floor(now / 1000),
      expireTime: Math.floor(now / 1000) + 600,
    }),
  })
  expect(tooLate.code).toBe(19002)
})
