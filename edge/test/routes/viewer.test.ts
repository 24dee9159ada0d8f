import type { Viewer } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { request, signedInAs } from '../client.ts'
import { publishedVideo } from '../published-video.ts'
import { newFileId, vodAccount } from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

async function viewerOf(fileId: string, configuration: object): Promise<Viewer> {
  const response = await request(`/api/videos/${fileId}/viewer`, {}, { ...configuration })
  expect(response.status).toBe(200)
  return response.json<Viewer>()
}

describe('GET /api/videos/:fileId/viewer', () => {
  it('returns an empty viewer, and no error, without a session', async () => {
    const { fileId } = await publishedVideo(vod)
    expect(await viewerOf(fileId, { AUTH_MODE: 'invite' })).toEqual({})
  })

  it('returns the upload only to the creator of the video', async () => {
    // The helper publishes as the local creator.
    const { fileId, uploadId } = await publishedVideo(vod)
    expect(await viewerOf(fileId, {})).toMatchObject({ uploadId, creator: { creatorId: 'local' } })
    const other = await viewerOf(fileId, await signedInAs('ada'))
    expect(other).toEqual({
      creator: { creatorId: 'ada', name: 'ada', permissions: ['video:upload'] },
    })
  })

  it('returns no upload of a deleted or unknown video', async () => {
    const { fileId, uploadId } = await publishedVideo(vod)
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    for (const id of [fileId, newFileId(), 'nonsense'])
      expect(Object.keys(await viewerOf(id, {}))).toEqual(['creator'])
  })
})
