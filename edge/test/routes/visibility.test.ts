import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { request, signedInAs } from '../client.ts'
import { publishedVideo } from '../published-video.ts'
import { vodAccount } from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const nobody = { AUTH_MODE: 'invite' }

const shown = async (fileId: string, configuration: object) =>
  (await request(`/api/videos/${fileId}`, {}, { ...configuration })).json<{
    status: string
    visibility?: string
  }>()

describe('visibility', () => {
  it('lets everyone watch by default', async () => {
    const { fileId, uploadId } = await publishedVideo(vod)
    expect(await shown(fileId, nobody)).toMatchObject({ status: 'ready', visibility: 'public' })
    const upload = await (await request(`/api/uploads/${uploadId}`)).json()
    expect(upload).toMatchObject({ visibility: 'public' })
  })

  it('lets everyone with the address watch an unlisted video', async () => {
    const { fileId } = await publishedVideo(vod, { visibility: 'unlisted' })
    expect(await shown(fileId, nobody)).toMatchObject({ status: 'ready', visibility: 'unlisted' })
  })

  it('lets only signed-in creators watch a private video, and hides its data from others', async () => {
    const { fileId } = await publishedVideo(vod, { visibility: 'private', title: 'A secret' })
    expect(await shown(fileId, nobody)).toEqual({ status: 'private', fileId })
    expect(await shown(fileId, await signedInAs('ada'))).toMatchObject({
      status: 'ready',
      visibility: 'private',
      name: 'A secret',
    })
  })

  it('hides the status of a private video as well', async () => {
    const { fileId, uploadId } = await publishedVideo(vod, { visibility: 'private' })
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    expect(await shown(fileId, nobody)).toEqual({ status: 'private', fileId })
    expect(await shown(fileId, await signedInAs('ada'))).toEqual({ status: 'deleted', fileId })
  })

  it('and texts can be changed independently', async () => {
    const { fileId, uploadId } = await publishedVideo(vod, { title: 'Holiday' })
    const edit = async (json: object) =>
      (await request(`/api/uploads/${uploadId}`, { method: 'PATCH', json })).json()
    expect(await edit({ visibility: 'unlisted' })).toMatchObject({
      title: 'Holiday',
      visibility: 'unlisted',
    })
    expect(await edit({ title: 'Holidays' })).toMatchObject({ visibility: 'unlisted' })
    expect(await shown(fileId, nobody)).toMatchObject({ name: 'Holidays', visibility: 'unlisted' })
  })
})
