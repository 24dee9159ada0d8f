import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openUpload, problemCode, request, signedQuery } from '../client.ts'
import { newFileId, vodAccount } from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

/** A video that VOD has, and has not told of yet. */
async function unheard() {
  const uploadId = await openUpload('clip.mp4', { VOD_PROCEDURE: '' })
  const query = await signedQuery(uploadId, { VOD_PROCEDURE: '' })
  const fileId = newFileId()
  vod.publish({ fileId, sourceContext: query.get('sourceContext') ?? '' })
  return fileId
}

const ask = async (fileId: string) => {
  const response = await request(`/api/videos/${fileId}`)
  return [response.status, await problemCode(response)]
}

/** What VOD was asked is remembered for ten seconds. */
const tenSecondsLater = (fileId: string) =>
  caches.default.delete(`https://recent.invalid/file/${fileId}`)

describe('a video that nothing was heard of yet', () => {
  it('is asked of VOD', async () => {
    expect(await ask(await unheard())).toEqual([200, 'none'])
  })

  it('is not said to be none while VOD cannot be asked', async () => {
    const fileId = await unheard()
    vod.goOffline()
    expect(await ask(fileId)).toEqual([503, 'vod-unavailable'])
    vod.goOnline()
    expect(await ask(fileId)).toEqual([503, 'vod-unavailable'])
    await tenSecondsLater(fileId)
    expect(await ask(fileId)).toEqual([200, 'none'])
  })

  it('is not said to be none to who comes while somebody else is asking', async () => {
    const fileId = await unheard()
    const answers = globalThis.fetch
    const asked = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    vi.stubGlobal('fetch', async (...call: Parameters<typeof fetch>) => {
      asked.resolve()
      await go.promise
      return answers(...call)
    })
    const first = ask(fileId)
    await asked.promise
    expect(await ask(fileId)).toEqual([503, 'vod-unavailable'])
    go.resolve()
    expect(await first).toEqual([200, 'none'])
    expect(await ask(fileId)).toEqual([200, 'none'])
  })

  it('is none once VOD has said so, which is asked once in ten seconds', async () => {
    const fileId = newFileId()
    expect(await ask(fileId)).toEqual([404, 'video-not-found'])
    expect(await ask(fileId)).toEqual([404, 'video-not-found'])
    expect(vod.calls).toHaveLength(1)
  })
})
