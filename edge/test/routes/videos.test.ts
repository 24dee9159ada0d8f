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

/** A published video without a notification. */
async function unreportedVideo() {
  const uploadId = await openUpload('clip.mp4', { VOD_PROCEDURE: '' })
  const query = await signedQuery(uploadId, { VOD_PROCEDURE: '' })
  const fileId = newFileId()
  vod.publish({ fileId, sourceContext: query.get('sourceContext') ?? '' })
  return fileId
}

const fetchVideo = async (fileId: string) => {
  const response = await request(`/api/videos/${fileId}`)
  return [response.status, await problemCode(response)]
}

/** Removes VOD's answer from the cache, as after its TTL of ten seconds. */
const tenSecondsLater = (fileId: string) =>
  caches.default.delete(`https://recent.invalid/file/${fileId}`)

describe('a video without a notification', () => {
  it('is fetched from VOD', async () => {
    expect(await fetchVideo(await unreportedVideo())).toEqual([200, 'none'])
  })

  it('is not reported as missing while VOD is unreachable', async () => {
    const fileId = await unreportedVideo()
    vod.goOffline()
    expect(await fetchVideo(fileId)).toEqual([503, 'vod-unavailable'])
    vod.goOnline()
    expect(await fetchVideo(fileId)).toEqual([503, 'vod-unavailable'])
    await tenSecondsLater(fileId)
    expect(await fetchVideo(fileId)).toEqual([200, 'none'])
  })

  it('is not reported as missing while another request is fetching it', async () => {
    const fileId = await unreportedVideo()
    const answers = globalThis.fetch
    const requested = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    vi.stubGlobal('fetch', async (...call: Parameters<typeof fetch>) => {
      requested.resolve()
      await go.promise
      return answers(...call)
    })
    const first = fetchVideo(fileId)
    await requested.promise
    expect(await fetchVideo(fileId)).toEqual([503, 'vod-unavailable'])
    go.resolve()
    expect(await first).toEqual([200, 'none'])
    expect(await fetchVideo(fileId)).toEqual([200, 'none'])
  })

  it('is reported as missing after VOD’s answer, which is cached for ten seconds', async () => {
    const fileId = newFileId()
    expect(await fetchVideo(fileId)).toEqual([404, 'video-not-found'])
    expect(await fetchVideo(fileId)).toEqual([404, 'video-not-found'])
    expect(vod.calls).toHaveLength(1)
  })
})
