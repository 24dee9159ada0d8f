import { describe, expect, it } from 'vitest'
import { protectUrl } from '../../src/vod/hotlink.ts'
import { signPlayer } from '../../src/vod/player-signature.ts'

describe('signPlayer', () => {
  it('signs the sample of the documentation, with its typing error corrected', async () => {
    const psign = await signPlayer('TxtyhLlgo7J3iOADIron', {
      appId: 1255566655,
      fileId: '4564972818519602447',
      contentInfo: {
        audioVideoType: 'RawAdaptive',
        rawAdaptiveDefinition: 10,
        imageSpriteDefinition: 10,
      },
      currentTimeStamp: 1663064276,
      expireTimeStamp: 1663294210,
      urlAccessInfo: { t: '6323e6b0', rlimit: 3, us: '72d4cd1101' },
    })
    expect(psign.split('.')[2]).toBe('xFEtBxeUuDVmW8Lmt8qYoBOfoICSLCsseUTswViHmk8')
  })
})

describe('protectUrl', () => {
  const key = '24FEQmTzro4V5u3D5epW'
  const url = 'https://example.vod2.myqcloud.com/dir1/dir2/myVideo.mp4'
  const limits = { expires: 0x5a71afc0, us: '72d4cd1101' }

  it.each([
    [{}, 't=5a71afc0&us=72d4cd1101&sign=3d8488faeb37d52d6bf63b63c1b171c3'],
    [{ rlimit: 3 }, 't=5a71afc0&rlimit=3&us=72d4cd1101&sign=c5214f0d5961b13acd558b4957c4dfc5'],
    [{ exper: 300 }, 't=5a71afc0&exper=300&us=72d4cd1101&sign=547d98c4b91e81b5ea55c95cef63223f'],
  ])('signs the samples of the documentation: %j', async (more, query) => {
    expect(await protectUrl(key, url, { ...limits, ...more })).toBe(`${url}?${query}`)
  })
})
