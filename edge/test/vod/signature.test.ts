import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random32, signUpload } from '../../src/vod/signature.ts'

describe('signUpload', () => {
  it('is byte-exact against the vector of the official Python and Go samples', async () => {
    const signature = await signUpload('IamSecretKey', {
      secretId: 'IamSecretId',
      currentTimeStamp: 1571215095,
      expireTime: 1886575095,
      random: 220625,
    })
    expect(signature).toBe(
      'aG6ZX3aZf+6tg/yRDZdRSNtM39lzZWNyZXRJZD1JYW1TZWNyZXRJZCZjdXJyZW50VGltZVN0YW1wPTE1NzEyMTUwOTUmZXhwaXJlVGltZT0xODg2NTc1MDk1JnJhbmRvbT0yMjA2MjU=',
    )
  })

  it('signs every kind of character like an independent HMAC implementation', async () => {
    const signature = await signUpload('IamSecretKey', {
      secretId: 'IamSecretId',
      currentTimeStamp: 1571215095,
      expireTime: 1571215695,
      random: 4294967295,
      vodSubAppId: 1500000001,
      oneTimeValid: 1,
      procedure: 'LongVideoPreset',
      sourceContext: "up=a1B2&u=张三 +1%&!'()*~",
      sessionContext: '{"id":"a1B2"}',
    })
    expect(signature).toBe(
      '3Cm3kwItvEdFnz67864liDAKYuBzZWNyZXRJZD1JYW1TZWNyZXRJZCZjdXJyZW50VGltZVN0YW1wPTE1NzEyMTUwOTUmZXhwaXJlVGltZT0xNTcxMjE1Njk1JnJhbmRvbT00Mjk0OTY3Mjk1JnZvZFN1YkFwcElkPTE1MDAwMDAwMDEmb25lVGltZVZhbGlkPTEmcHJvY2VkdXJlPUxvbmdWaWRlb1ByZXNldCZzb3VyY2VDb250ZXh0PXVwJTNEYTFCMiUyNnUlM0QlRTUlQkMlQTAlRTQlQjglODklMjAlMkIxJTI1JTI2IScoKSp+JnNlc3Npb25Db250ZXh0PSU3QiUyMmlkJTIyJTNBJTIyYTFCMiUyMiU3RA==',
    )
  })

  it('encodes any context so that a form decoder restores it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', maxLength: 250 }),
        fc.string({ unit: 'grapheme', maxLength: 1000 }),
        async (sourceContext, sessionContext) => {
          const signature = await signUpload('key', {
            secretId: 'id',
            currentTimeStamp: 1,
            expireTime: 2,
            random: 3,
            sourceContext,
            sessionContext,
          })
          const bytes = Uint8Array.from(atob(signature), (char) => char.charCodeAt(0))
          const query = new URLSearchParams(new TextDecoder().decode(bytes.slice(20)))
          expect(query.get('sourceContext')).toBe(sourceContext)
          expect(query.get('sessionContext')).toBe(sessionContext)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('random32', () => {
  it('is an unsigned 32-bit integer and uses the upper half of the range', () => {
    const drawn = Array.from({ length: 200 }, random32)
    for (const value of drawn) {
      expect(Number.isInteger(value)).toBe(true)
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(4294967295)
    }
    expect(drawn.some((value) => value > 2147483647)).toBe(true)
    expect(new Set(drawn).size).toBeGreaterThan(190)
  })
})
