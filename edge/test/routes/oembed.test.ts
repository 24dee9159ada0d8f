import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { problemCode, request, signedInAs } from '../client.ts'
import { publishedVideo } from '../published-video.ts'
import { newFileId, vodAccount } from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const origin = 'http://localhost:5173'

const fetchOembed = (
  query: Record<string, string>,
  configuration: object = { AUTH_MODE: 'invite' },
) => request(`/api/oembed?${new URLSearchParams(query)}`, {}, { ...configuration })

const wide = { MetaData: { Width: 1920, Height: 1080, Duration: 12.5 } }

describe('GET /api/oembed', () => {
  it('describes both pages of a video, with a size that fits', async () => {
    const { fileId, uploadId } = await publishedVideo(vod, { title: 'A "B" & C' }, wide)
    for (const page of ['watch', 'embed']) {
      const response = await fetchOembed({ url: `${origin}/${page}/${fileId}?t=5` })
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(await response.json()).toEqual({
        version: '1.0',
        type: 'video',
        provider_name: 'Reelferry',
        provider_url: `${origin}/`,
        title: 'A "B" & C',
        width: 1280,
        height: 720,
        html: `<iframe src="${origin}/embed/${uploadId}" title="A &#34;B&#34; &#38; C" width="1280" height="720" frameborder="0" loading="lazy" allow="autoplay; picture-in-picture" allowfullscreen></iframe>`,
      })
    }
  })

  it('names the studio as the provider', async () => {
    const { fileId } = await publishedVideo(vod)
    const query = { url: `${origin}/watch/${fileId}` }
    const answer = await (await fetchOembed(query, { STUDIO_NAME: 'Harbor TV' })).json()
    expect(answer).toMatchObject({ provider_name: 'Harbor TV' })
  })

  it.each([
    [{ maxwidth: '640' }, 640, 360],
    [{ maxheight: '180' }, 320, 180],
    [{ maxwidth: '640', maxheight: '90' }, 160, 90],
    [{ maxwidth: '4000' }, 1920, 1080],
    [{ maxwidth: 'wide', maxheight: '0' }, 1280, 720],
  ])('fits into %j', async (room, width, height) => {
    const { fileId } = await publishedVideo(vod, {}, wide)
    const answer = await (await fetchOembed({ url: `${origin}/watch/${fileId}`, ...room })).json()
    expect(answer).toMatchObject({ width, height })
  })

  it('answers in XML', async () => {
    const { fileId } = await publishedVideo(vod, { title: '<A> & "B"' }, wide)
    const response = await fetchOembed({ url: `${origin}/watch/${fileId}`, format: 'xml' })
    expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8')
    const xml = await response.text()
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="utf-8" standalone="yes"\?>\n<oembed>/)
    expect(xml).toContain('<title>&#60;A&#62; &#38; &#34;B&#34;</title>')
    expect(xml).toContain('<width>1280</width>')
    expect(xml).toContain('<html>&#60;iframe src=&#34;')
  })

  it.each([
    ['another format', { format: 'yaml' }, 501, 'format-not-supported'],
    ['no address', { url: '' }, 404, 'video-not-found'],
    ['a page without a video', { url: `${origin}/library` }, 404, 'video-not-found'],
    ['another site', { url: 'https://elsewhere.example/watch/1' }, 404, 'video-not-found'],
    ['an unknown video', { url: `${origin}/watch/${newFileId()}` }, 404, 'video-not-found'],
  ])('rejects %s', async (_, query, status, code) => {
    const response = await fetchOembed(query as unknown as Record<string, string>)
    expect([response.status, await problemCode(response)]).toEqual([status, code])
  })

  it('answers 401 for a private video, to everyone', async () => {
    const { fileId } = await publishedVideo(vod, { visibility: 'private' })
    for (const who of [{ AUTH_MODE: 'invite' }, await signedInAs('ada')]) {
      const response = await fetchOembed({ url: `${origin}/watch/${fileId}` }, who)
      expect([response.status, await problemCode(response)]).toEqual([401, 'video-private'])
    }
  })

  it('does not find a deleted video', async () => {
    const { fileId, uploadId } = await publishedVideo(vod)
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    expect((await fetchOembed({ url: `${origin}/watch/${fileId}` })).status).toBe(404)
  })
})
