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

const tell = (uploadId: string, configuration = {}) =>
  request(`/api/uploads/${uploadId}/cover`, { method: 'POST' }, configuration)

const posterOf = async (fileId: string) =>
  (await (await request(`/api/videos/${fileId}`)).json<{ poster: string }>()).poster

describe('a cover that was changed at VOD', () => {
  it('is the poster as soon as its creator tells of it, though the video was ready before', async () => {
    const { fileId, uploadId } = await publishedVideo(vod)
    expect(await posterOf(fileId)).toBe('')
    vod.changeCover(fileId, 'http://1.vod2.myqcloud.com/cover.jpg')
    expect(await posterOf(fileId)).toBe('')
    const answer = await tell(uploadId)
    expect(await answer.json()).toMatchObject({
      status: 'ready',
      video: { coverUrl: 'https://1.vod2.myqcloud.com/cover.jpg' },
    })
    expect(await posterOf(fileId)).toBe('https://1.vod2.myqcloud.com/cover.jpg')
  })

  it('is asked of VOD, not of the one who tells', async () => {
    const { fileId, uploadId } = await publishedVideo(vod)
    await tell(uploadId)
    expect(await posterOf(fileId)).toBe('')
  })

  it('can be told of by its own creator alone', async () => {
    const { uploadId } = await publishedVideo(vod)
    expect(await problemCode(await tell(uploadId, await signedInAs('eve')))).toBe(
      'upload-not-found',
    )
  })

  it('changes nothing of an upload that has no file yet', async () => {
    const answer = await tell(await openUpload())
    expect(await answer.json()).toMatchObject({ status: 'open' })
  })

  it('can be told of again when VOD could not be asked', async () => {
    const { uploadId } = await publishedVideo(vod)
    vod.goOffline()
    expect(await problemCode(await tell(uploadId))).toBe('vod-unavailable')
  })
})
