import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openUpload, problemCode, request, signedInAs } from '../client.ts'
import { publishedVideo } from '../published-video.ts'
import { vodAccount } from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const reportCover = (uploadId: string, configuration = {}) =>
  request(`/api/uploads/${uploadId}/cover`, { method: 'POST' }, configuration)

const posterOf = async (fileId: string) =>
  (await (await request(`/api/videos/${fileId}`)).json<{ poster: string }>()).poster

describe('POST /api/uploads/:uploadId/cover', () => {
  it('updates the poster of a ready video', async () => {
    const { fileId, uploadId } = await publishedVideo(vod)
    expect(await posterOf(fileId)).toBe('')
    vod.changeCover(fileId, 'http://1.vod2.myqcloud.com/cover.jpg')
    expect(await posterOf(fileId)).toBe('')
    const answer = await reportCover(uploadId)
    expect(await answer.json()).toMatchObject({
      status: 'ready',
      video: { coverUrl: 'https://1.vod2.myqcloud.com/cover.jpg' },
    })
    expect(await posterOf(fileId)).toBe('https://1.vod2.myqcloud.com/cover.jpg')
  })

  it('takes the cover from VOD, not from the request', async () => {
    const { fileId, uploadId } = await publishedVideo(vod)
    await reportCover(uploadId)
    expect(await posterOf(fileId)).toBe('')
  })

  it('accepts only the upload’s creator', async () => {
    const { uploadId } = await publishedVideo(vod)
    expect(await problemCode(await reportCover(uploadId, await signedInAs('eve')))).toBe(
      'upload-not-found',
    )
  })

  it('changes nothing while the upload has no file', async () => {
    const answer = await reportCover(await openUpload())
    expect(await answer.json()).toMatchObject({ status: 'open' })
  })

  it('reports that VOD is unreachable', async () => {
    const { uploadId } = await publishedVideo(vod)
    vod.goOffline()
    expect(await problemCode(await reportCover(uploadId))).toBe('vod-unavailable')
  })
})
