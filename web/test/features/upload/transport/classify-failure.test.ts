import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  maxRetries,
  toFailure,
} from '../../../../src/features/upload/transport/classify-failure.ts'

const vod = (code: number, message: string) => Object.assign(new Error(message), { code })
const cos = (statusCode: number, code: string) =>
  Object.assign(new Error(code), { statusCode, code })

describe('toFailure', () => {
  it.each([
    [
      'a network error of the SDK',
      Object.assign(new Error('Network Error'), { code: 500, isAxiosError: true }),
      'network-lost',
    ],
    [
      'a timeout of the SDK',
      Object.assign(new Error('timeout of 5000ms exceeded'), { code: 500, isAxiosError: true }),
      'network-lost',
    ],
    ['a lost connection to COS', new Error('CORS blocked or network error'), 'network-lost'],
    ['a server error of COS', cos(503, 'SlowDown'), 'network-lost'],
    ['a body that COS received too slowly', cos(400, 'UserNetworkTooSlow'), 'network-lost'],
    ['a request that COS timed out', cos(400, 'RequestTimeout'), 'network-lost'],
    ['an incomplete body at COS', cos(400, 'IncompleteBody'), 'network-lost'],
    ['an unknown multipart upload at COS', cos(404, 'NoSuchUpload'), 'session-expired'],
    ['expired credentials at COS', cos(403, 'AccessDenied'), 'session-expired'],
    ['a refusal by COS', cos(403, 'SignatureDoesNotMatch'), 'storage-refused'],
    ['an expired signature', vod(10010, 'ugc upload | signature expired'), 'signature-expired'],
    ['a used signature', vod(10021, 'duplicate vod signature'), 'signature-expired'],
    ['an invalid signature', vod(10004, 'ugc upload | invalid signature'), 'signature-refused'],
    ['any other refusal by VOD', vod(10001, 'ugc upload | invalid request'), 'vod-refused'],
    ['a plain string', 'get ETag error, please add "ETag" to CORS ExposeHeader', 'unexpected'],
    [
      'a file that changed on disk',
      new DOMException('changed', 'NotReadableError'),
      'file-unreadable',
    ],
    [
      'a problem code of the edge',
      Object.assign(new Error(), { code: 'upload-closed' }),
      'upload-closed',
    ],
    ['an unreachable edge', Object.assign(new Error(), { code: 'network-lost' }), 'network-lost'],
    ['undefined', undefined, 'unexpected'],
  ])('classifies %s', (_, error, code) => {
    expect(toFailure(error).code).toBe(code)
  })

  it('returns a code for any thrown value', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(toFailure(thrown)).toMatchObject({ code: expect.any(String) })
      }),
    )
  })
})

describe('maxRetries', () => {
  it('allows retries of temporary failures and none of permanent ones', () => {
    expect(maxRetries(toFailure(new Error('CORS blocked or network error')))).toBeGreaterThan(5)
    for (const code of ['vod-unavailable', 'issuer-unavailable', 'internal-error'])
      expect(maxRetries(toFailure({ code }))).toBe(3)
    expect(maxRetries(toFailure(vod(10004, 'invalid signature')))).toBe(0)
    expect(maxRetries(toFailure({ code: 'not-permitted' }))).toBe(0)
  })
})
