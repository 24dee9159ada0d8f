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

describe('who may watch', () => {
  it('everyone, unless the creator says otherwise', async () => {
    const { fileId, uploadId } = await publishedVideo(vod)
    expect(await shown(fileId, nobody)).toMatchObject({ status: 'ready', visibility: 'public' })
    const upload = await (await request(`/api/uploads/${uploadId}`)).json()
    expect(upload).toMatchObject({ visibility: 'public' })
  })

  it('everyone with the address, of an unlisted video', async () => {
    const { fileId } = await publishedVideo(vod, { visibility: 'unlisted' })
    expect(await shown(fileId, nobody)).toMatchObject({ status: 'ready', visibility: 'unlisted' })
  })

  it('signed-in creators only, of a private one: others are told nothing else', async () => {
    const { fileId } = await publishedVideo(vod, { visibility: 'private', title: 'A secret' })
    expect(await shown(fileId, nobody)).toEqual({ status: 'private', fileId })
    expect(await shown(fileId, await signedInAs('ada'))).toMatchObject({
      status: 'ready',
      visibility: 'private',
      name: 'A secret',
    })
  })

  it('is not told by what has become of a private video either', async () => {
    const { fileId, uploadId } = await publishedVideo(vod, { visibility: 'private' })
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    expect(await shown(fileId, nobody)).toEqual({ status: 'private', fileId })
    expect(await shown(fileId, await signedInAs('ada'))).toEqual({ status: 'deleted', fileId })
  })

  it('is changed without touching what the creator wrote, and the other way round', async () => {
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
