import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { notify, openUpload, problemCode, request, signedInAs, signedQuery } from '../client.ts'
import { tiles } from '../preview-tiles.ts'
import { publishedVideo } from '../published-video.ts'
import { newFileId, newFileUpload, vodAccount } from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const { image, query: shape } = tiles

const store = (uploadId: string, query = shape, body = image, configuration = {}) =>
  request(`/api/uploads/${uploadId}/previews?${query}`, { method: 'PUT', body }, configuration)

interface Shown {
  previews?: { images: string[] }
}
const shown = async (fileId: string) =>
  (await (await request(`/api/videos/${fileId}`)).json<Shown>()).previews

/** An upload whose file VOD has published, without a task flow and without an event yet. */
async function sentUpload() {
  const configuration = { VOD_PROCEDURE: '' }
  const uploadId = await openUpload('clip.mp4', configuration)
  const query = await signedQuery(uploadId, configuration)
  const sourceContext = query.get('sourceContext') ?? ''
  const fileId = newFileId()
  vod.publish({ fileId, sourceContext })
  return { uploadId, fileId, notify: () => notify(newFileUpload(fileId, sourceContext)) }
}

describe('PUT /api/uploads/:uploadId/previews', () => {
  it('stores an image that viewers see when the video is published', async () => {
    const { uploadId, fileId, notify } = await sentUpload()
    expect((await store(uploadId)).status).toBe(204)
    await notify()
    const previews = await shown(fileId)
    expect(previews).toEqual({
      images: [expect.stringContaining(`/api/videos/${uploadId}/previews?v=`)],
      width: 160,
      height: 90,
      count: 4,
    })
    const answer = await request(previews?.images[0] ?? '')
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('cache-control')).toBe('private, max-age=86400')
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(image)
  })

  it('stores an image of a video that is already published, and replaces it', async () => {
    const { uploadId, fileId, notify } = await sentUpload()
    await notify()
    expect(await shown(fileId)).toBeUndefined()
    await store(uploadId, `${shape}&fileId=${fileId}`)
    const before = await shown(fileId)
    expect(before).toMatchObject({ count: 4 })
    await store(uploadId, `width=160&height=90&count=6&fileId=${fileId}`)
    expect(await shown(fileId)).toMatchObject({ count: 6 })
  })

  it('is not used if VOD has made sprites', async () => {
    const ImageUrlSet = ['https://1500000001.vod2.myqcloud.com/1.jpg']
    const sprite = { Width: 142, Height: 80, TotalCount: 2, ImageUrlSet }
    const more = { ImageSpriteInfo: { ImageSpriteSet: [sprite] } }
    const { uploadId, fileId } = await publishedVideo(vod, {}, more)
    await store(uploadId, `${shape}&fileId=${fileId}`)
    expect(await shown(fileId)).toMatchObject({ images: ImageUrlSet })
  })

  it.each([
    ['a PNG image', shape, new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])],
    ['a truncated image', shape, image.subarray(0, -2)],
    ['no image', shape, new Uint8Array()],
    ['tiles that do not fit', 'width=161&height=90&count=4', image],
    ['an empty row', 'width=160&height=90&count=3', image],
    ['more tiles than it holds', 'width=160&height=90&count=7', image],
    ['tiles that are too large', 'width=480&height=180&count=1', image],
    ['no shape', '', image],
  ])('rejects %s', async (_, query, body) => {
    expect(await problemCode(await store(await openUpload(), query, body))).toBe('invalid-request')
  })

  it('rejects more than 150 kB', async () => {
    const large = new Uint8Array(150_001)
    expect(await problemCode(await store(await openUpload(), shape, large))).toBe('body-too-large')
  })

  it('accepts only the creator of an upload that is not deleted', async () => {
    const uploadId = await openUpload()
    const eve = await signedInAs('eve')
    expect(await problemCode(await store(uploadId, shape, image, eve))).toBe('upload-not-found')
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    expect(await problemCode(await store(uploadId))).toBe('upload-closed')
  })
})

describe('GET /api/videos/:id/previews', () => {
  const withImage = async (edited: object = {}) => {
    const { uploadId, fileId } = await publishedVideo(vod, edited)
    await store(uploadId, `${shape}&fileId=${fileId}`)
    return { uploadId, path: `/api/videos/${fileId}/previews` }
  }

  it('has the visibility of the video', async () => {
    const { path } = await withImage({ visibility: 'private' })
    expect(await problemCode(await request(path, {}, { AUTH_MODE: 'invite' }))).toBe(
      'video-not-found',
    )
    const answer = await request(path, {}, await signedInAs('ada'))
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
  })

  it('has no image of a deleted video', async () => {
    const { uploadId, path } = await withImage()
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    expect(await problemCode(await request(path))).toBe('video-not-found')
  })

  it('has no image if none was stored', async () => {
    const { fileId } = await publishedVideo(vod)
    expect(await problemCode(await request(`/api/videos/${fileId}/previews`))).toBe(
      'video-not-found',
    )
  })
})
