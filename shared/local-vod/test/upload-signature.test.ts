import { describe, expect, test } from 'vitest'
import { verifySignature, openSignature } from '../src/upload-api/signature.ts'
import { account, applyBody, callUploadApi, packSignature, uploadSignature } from './api-client.ts'
import { temporaryDirectory, temporaryRegion } from './temporary-region.ts'

// Inputs of the official Python and Go samples (product/266/10638).
const documented =
  'aG6ZX3aZf+6tg/yRDZdRSNtM39lzZWNyZXRJZD1JYW1TZWNyZXRJZCZjdXJyZW50VGltZVN0YW1wPTE1NzEyMTUwOTUmZXhwaXJlVGltZT0xODg2NTc1MDk1JnJhbmRvbT0yMjA2MjU='
// With all kinds of characters; computed independently.
const elaborate =
  '3Cm3kwItvEdFnz67864liDAKYuBzZWNyZXRJZD1JYW1TZWNyZXRJZCZjdXJyZW50VGltZVN0YW1wPTE1NzEyMTUwOTUmZXhwaXJlVGltZT0xNTcxMjE1Njk1JnJhbmRvbT00Mjk0OTY3Mjk1JnZvZFN1YkFwcElkPTE1MDAwMDAwMDEmb25lVGltZVZhbGlkPTEmcHJvY2VkdXJlPUxvbmdWaWRlb1ByZXNldCZzb3VyY2VDb250ZXh0PXVwJTNEYTFCMiUyNnUlM0QlRTUlQkMlQTAlRTQlQjglODklMjAlMkIxJTI1JTI2IScoKSp+JnNlc3Npb25Db250ZXh0PSU3QiUyMmlkJTIyJTNBJTIyYTFCMiUyMiU3RA=='
const issued = 1571215095

/** Appends a parameter without changing the digest. */
const tamper = (signature: string): string =>
  Buffer.concat([Buffer.from(signature, 'base64'), Buffer.from('&classId=1')]).toString('base64')

describe('vectors', () => {
  test('openSignature decodes the documented sample', () => {
    expect(openSignature(documented, 'IamSecretKey').get('random')).toBe('220625')
  })

  test('verifySignature rejects the documented sample, because its ten years exceed ninety days', () => {
    expect(() => verifySignature(documented, account, issued * 1000)).toThrow('invalid signature')
  })

  test('verifySignature returns every parameter', () => {
    expect(verifySignature(elaborate, account, issued * 1000)).toEqual({
      expireTime: 1571215695,
      oneTimeValid: true,
      classId: 0,
      procedure: 'LongVideoPreset',
      taskPriority: 0,
      taskNotifyMode: 'Finish',
      sourceContext: "up=a1B2&u=张三 +1%&!'()*~",
      sessionContext: '{"id":"a1B2"}',
      storageRegion: '',
    })
  })

  test('verifySignature accepts a signature only before its expireTime', () => {
    expect(() => verifySignature(elaborate, account, 1571215694_999)).not.toThrow()
    expect(() => verifySignature(elaborate, account, 1571215695_000)).toThrow('expired')
  })
})

describe('rejections', () => {
  const now = Math.floor(Date.now() / 1000)
  const valid = { currentTimeStamp: now, expireTime: now + 600 }
  test.each([
    ['no base64', 'not base64!'],
    ['too short', Buffer.from('short').toString('base64')],
    ['another key', uploadSignature({}, 'AnotherKey')],
    ['a changed parameter', tamper(uploadSignature())],
    ['another secretId', uploadSignature({ secretId: 'AKIDother' })],
    ['a fractional timestamp', uploadSignature({ currentTimeStamp: now + 0.5 })],
    ['a fractional expiry', uploadSignature({ expireTime: now + 600.5 })],
    ['a random above 32 bits', uploadSignature({ random: 2 ** 32 })],
    ['a negative random', uploadSignature({ random: -1 })],
    [
      'no random',
      packSignature(`secretId=IamSecretId&currentTimeStamp=${now}&expireTime=${now + 9}`),
    ],
    ['more than ninety days', uploadSignature({ ...valid, expireTime: now + 7_776_001 })],
    ['expiry before issue', uploadSignature({ currentTimeStamp: now + 10, expireTime: now + 5 })],
    ['a long sourceContext', uploadSignature({ sourceContext: 'x'.repeat(251) })],
    ['a long sessionContext', uploadSignature({ sessionContext: 'x'.repeat(1001) })],
    ['an unknown notify mode', uploadSignature({ taskNotifyMode: 'Always' })],
    ['a priority out of range', uploadSignature({ taskPriority: 11 })],
    ['a textual class', uploadSignature({ classId: 'news' })],
    ['another application', uploadSignature({ vodSubAppId: 1400000001 })],
  ])('%s is an invalid signature', async (_, signature) => {
    const region = await temporaryRegion()
    const answer = await callUploadApi(region.origin, 'ApplyUploadUGC', {
      ...applyBody(1),
      signature,
    })
    expect(answer).toMatchObject({ code: 10004, message: 'ugc upload | invalid signature' })
  })

  test('an expired signature has its own error code', async () => {
    const region = await temporaryRegion()
    const signature = uploadSignature({ currentTimeStamp: now - 600, expireTime: now - 1 })
    const answer = await callUploadApi(region.origin, 'ApplyUploadUGC', {
      ...applyBody(1),
      signature,
    })
    expect(answer.code).toBe(10010)
  })

  test.each([
    ['no signature', { ...applyBody(1), signature: undefined }],
    ['a textual size', { ...applyBody(1), videoSize: 'large' }],
    ['a fractional size', applyBody(1.5)],
    ['more than 60 GB', applyBody(60 * 1024 ** 3 + 1)],
    ['a type that is a path', { ...applyBody(1), videoType: '../../etc' }],
  ])('%s is an invalid request', async (_, body) => {
    const region = await temporaryRegion()
    const answer = await callUploadApi(region.origin, 'ApplyUploadUGC', body)
    expect(answer).toMatchObject({ code: 10001, message: 'ugc upload | invalid request' })
  })

  test('the primary application may be given by its AppId, by 0 or by an empty value', async () => {
    const region = await temporaryRegion()
    for (const vodSubAppId of [account.appId, 0, '']) {
      const signature = uploadSignature({ vodSubAppId })
      expect(await callUploadApi(region.origin, 'PrepareUploadUGC', { signature })).toMatchObject({
        code: 0,
      })
    }
  })
})

describe('one-time use', () => {
  test.each(['PrepareUploadUGC', 'ApplyUploadUGC', 'CommitUploadUGC'])(
    '%s consumes a one-time signature',
    async (action) => {
      const region = await temporaryRegion()
      const signature = uploadSignature()
      await callUploadApi(region.origin, action, { ...applyBody(1), signature })
      const again = await callUploadApi(region.origin, 'PrepareUploadUGC', { signature })
      expect(again.message).toContain('duplicate vod signature')
    },
  )

  test('a used signature stays used after a restart', async () => {
    const directory = await temporaryDirectory()
    const signature = uploadSignature()
    const before = await temporaryRegion({ directory })
    await callUploadApi(before.origin, 'PrepareUploadUGC', { signature })
    await before.close()
    const after = await temporaryRegion({ directory })
    const again = await callUploadApi(after.origin, 'PrepareUploadUGC', { signature })
    expect(again.message).toContain('duplicate vod signature')
  })

  test('a signature without oneTimeValid is valid for several calls', async () => {
    const region = await temporaryRegion()
    const signature = uploadSignature({ oneTimeValid: 0 })
    for (const action of ['PrepareUploadUGC', 'PrepareUploadUGC'])
      expect((await callUploadApi(region.origin, action, { signature })).code).toBe(0)
  })
})
