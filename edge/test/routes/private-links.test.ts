import type { PrivateLink, PrivateLinks, Video } from '@reelferry/contract'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bindings } from '../bindings.ts'
import { openUpload, problemCode, request, signedInAs } from '../client.ts'
import { tiles } from '../preview-tiles.ts'
import { publishedVideo } from '../published-video.ts'
import { vodAccount } from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const day = 24 * 3_600_000

/** The static build. */
const ASSETS = {
  fetch: async () =>
    new Response('<!doctype html><head></head><main data-player></main>', {
      headers: { 'content-type': 'text/html' },
    }),
}
const nobody = { AUTH_MODE: 'invite', ASSETS }

const captions = 'WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nThe first boat\n'

/** A private video with captions and preview pictures. */
async function privateVideo(): Promise<string> {
  const { uploadId, fileId } = await publishedVideo(vod, {
    visibility: 'private',
    title: 'A secret',
  })
  const tracks = [{ language: 'en', label: 'English', text: captions }]
  await request(`/api/uploads/${uploadId}/captions`, { method: 'PUT', json: { tracks } })
  const previews = `/api/uploads/${uploadId}/previews?${tiles.query}&fileId=${fileId}`
  await request(previews, { method: 'PUT', body: tiles.image })
  return uploadId
}

const make = async (uploadId: string, days = 7) =>
  (await request(`/api/uploads/${uploadId}/links`, { json: { days } })).json<PrivateLink>()

const list = async (uploadId: string) =>
  (await (await request(`/api/uploads/${uploadId}/links`)).json<PrivateLinks>()).links

const revoke = (uploadId: string, linkId: string) =>
  request(`/api/uploads/${uploadId}/links/${linkId}`, { method: 'DELETE' })

const tokenOf = ({ path }: PrivateLink) => path.split('link=')[1] ?? ''

/** A video as a viewer who is not signed in gets it with a token. */
const shown = async (uploadId: string, token: string, configuration = {}) =>
  (
    await request(`/api/videos/${uploadId}?link=${token}`, {}, { ...nobody, ...configuration })
  ).json<Video>()

const ended = { status: 'link-ended' }

describe('a link to a private video', () => {
  it('shows the video, its page, captions and preview pictures to anyone', async () => {
    const uploadId = await privateVideo()
    const link = await make(uploadId)
    expect(await shown(uploadId, tokenOf(link))).toMatchObject({
      status: 'ready',
      visibility: 'private',
      name: 'A secret',
    })
    const page = await request(link.path, {}, nobody)
    expect(await page.text()).toContain('A secret')
    const video = await shown(uploadId, tokenOf(link))
    if (video.status !== 'ready') throw new Error('The video is not ready.')
    const [track] = video.captions
    const [image] = video.previews?.images ?? []
    expect(await (await request(track?.src ?? '', {}, nobody)).text()).toBe(captions)
    const answer = await request(image ?? '', {}, nobody)
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(tiles.image)
  })

  it('is never stored by a browser, and its address is sent to no other site', async () => {
    const uploadId = await privateVideo()
    const link = await make(uploadId)
    const { headers } = await request(link.path, {}, nobody)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('strict-origin')
    expect(headers.get('x-robots-tag')).toBe('noindex')
    const files = [`/captions/${uploadId}/en.vtt`, `/api/videos/${uploadId}/previews`]
    for (const file of files) {
      const answer = await request(`${file}?link=${tokenOf(link)}`, {}, nobody)
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
  })

  it.each([1, 7, 30])('ends after %i days', async (days) => {
    const uploadId = await privateVideo()
    const link = await make(uploadId, days)
    const token = tokenOf(link)
    const expiry = Math.floor(link.expiresAt / 1000) * 1000
    expect(link.expiresAt - link.createdAt).toBe(days * day)
    vi.useFakeTimers({ now: expiry - 1, toFake: ['Date'] })
    expect(await shown(uploadId, token)).toMatchObject({ status: 'ready' })
    vi.setSystemTime(expiry)
    expect(await shown(uploadId, token)).toEqual(ended)
  })

  it('ends when it is revoked, and others stay valid', async () => {
    const uploadId = await privateVideo()
    const [first, second] = [await make(uploadId), await make(uploadId)]
    expect((await revoke(uploadId, first.linkId)).status).toBe(204)
    expect(await shown(uploadId, tokenOf(first))).toEqual(ended)
    expect(await shown(uploadId, tokenOf(second))).toMatchObject({ status: 'ready' })
  })

  it('is refused if any character of it is changed', async () => {
    const uploadId = await privateVideo()
    const token = tokenOf(await make(uploadId))
    const change = (character: string) => (character === 'A' ? 'B' : 'A')
    for (let index = 0; index < token.length - 1; index++) {
      const altered = token.slice(0, index) + change(token[index] ?? '') + token.slice(index + 1)
      expect(await shown(uploadId, altered), altered).toEqual(ended)
    }
  })

  it('is refused with a later expiry, for another video and under another secret', async () => {
    const [uploadId, other] = [await privateVideo(), await privateVideo()]
    const token = tokenOf(await make(uploadId))
    const [linkId, expiresAt, mac] = token.split('.')
    expect(await shown(uploadId, `${linkId}.${Number(expiresAt) + 1}.${mac}`)).toEqual(ended)
    expect(await shown(other, token)).toEqual(ended)
    const SESSION_SECRET = 'another-secret-of-at-least-32-characters'
    expect(await shown(uploadId, token, { SESSION_SECRET })).toEqual(ended)
  })

  it('stays valid while the secret is rotated', async () => {
    const uploadId = await privateVideo()
    const token = tokenOf(await make(uploadId))
    const rotated = {
      SESSION_SECRET: 'another-secret-of-at-least-32-characters',
      SESSION_SECRET_PREVIOUS: bindings.SESSION_SECRET,
    }
    expect(await shown(uploadId, token, rotated)).toMatchObject({ status: 'ready' })
  })

  it('cannot be made from the MACs of other purposes', async () => {
    const uploadId = await privateVideo()
    const creator = await signedInAs('ada')
    const session = creator.cookie?.split('=')[1] ?? ''
    const [linkId, expiresAt] = tokenOf(await make(uploadId)).split('.')
    const key = await crypto.subtle.importKey(
      'raw',
      new TextEncoder().encode(bindings.SESSION_SECRET),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    )
    const message = new TextEncoder().encode(`${uploadId}.${linkId}.${expiresAt}`)
    const digest = new Uint8Array(await crypto.subtle.sign('HMAC', key, message)).slice(0, 16)
    const mac = btoa(String.fromCharCode(...digest))
    const urlSafe = mac.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
    for (const token of [session, '', `${linkId}.${expiresAt}.${urlSafe}`])
      expect(await shown(uploadId, token)).toEqual(ended)
  })

  it('shows nothing of the video on the page of a link that has ended', async () => {
    const uploadId = await privateVideo()
    const link = await make(uploadId)
    await revoke(uploadId, link.linkId)
    const answer = await request(link.path, {}, nobody)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const page = await answer.text()
    expect(page).toContain('link-ended')
    expect(page).not.toContain('A secret')
    expect(page).not.toContain('vod2.myqcloud.com')
    const track = `/captions/${uploadId}/en.vtt?link=${tokenOf(link)}`
    expect(await problemCode(await request(track, {}, nobody))).toBe('video-private')
    const image = `/api/videos/${uploadId}/previews?link=${tokenOf(link)}`
    expect(await problemCode(await request(image, {}, nobody))).toBe('video-not-found')
  })

  it('gives no embed code', async () => {
    const uploadId = await privateVideo()
    const { path } = await make(uploadId)
    const address = encodeURIComponent(`http://localhost:5173${path}`)
    const answer = await request(`/api/oembed?url=${address}&${path.split('?')[1]}`, {}, nobody)
    expect(await problemCode(answer)).toBe('video-private')
  })

  it('limits signed media addresses to its expiry', async () => {
    const uploadId = await privateVideo()
    const link = await make(uploadId, 1)
    vi.useFakeTimers({ now: link.expiresAt - 600_000, toFake: ['Date'] })
    const signed = await shown(uploadId, tokenOf(link), { HOTLINK_KEY: 'abcdefgh' })
    expect(signed).toMatchObject({ expiresAt: Math.floor(link.expiresAt / 1000) })
  })

  it('does not change what a signed-in creator sees, even if it has ended', async () => {
    const uploadId = await privateVideo()
    const link = await make(uploadId)
    await revoke(uploadId, link.linkId)
    const creator = await signedInAs('ada')
    expect(await shown(uploadId, tokenOf(link), creator)).toMatchObject({ status: 'ready' })
  })

  it('is in no log', async () => {
    const lines: string[] = []
    vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
    const uploadId = await privateVideo()
    const link = await make(uploadId)
    await request(link.path, {}, nobody)
    await revoke(uploadId, link.linkId)
    await request(link.path, {}, nobody)
    expect(lines.join('\n')).toContain('link-revoked')
    expect(lines.join('\n')).not.toContain(link.linkId)
  })
})

describe('the links of a video', () => {
  it('are listed newest first, with their addresses, until they expire or are revoked', async () => {
    const uploadId = await privateVideo()
    vi.useFakeTimers({ toFake: ['Date'] })
    const first = await make(uploadId, 1)
    vi.setSystemTime(Date.now() + 1000)
    const [second, third] = [await make(uploadId, 7), await make(uploadId, 30)]
    await revoke(uploadId, third.linkId)
    expect(await list(uploadId)).toEqual([second, first])
    vi.setSystemTime(first.expiresAt)
    expect(await list(uploadId)).toEqual([second])
  })

  it('are available to the creator only', async () => {
    const uploadId = await privateVideo()
    const link = await make(uploadId)
    const other = await signedInAs('bob')
    const path = `/api/uploads/${uploadId}/links`
    const answers = [
      await request(path, { json: { days: 1 } }, other),
      await request(path, {}, other),
      await request(`${path}/${link.linkId}`, { method: 'DELETE' }, other),
    ]
    for (const answer of answers) expect(await problemCode(answer)).toBe('upload-not-found')
    expect(await problemCode(await request(path, {}, nobody))).toBe('not-signed-in')
    expect(await shown(uploadId, tokenOf(link))).toMatchObject({ status: 'ready' })
  })

  it.each([{ days: 2 }, { days: '7' }, {}, { days: 7, title: 'A' }])(
    'are not made with %o',
    async (json) => {
      const path = `/api/uploads/${await openUpload()}/links`
      expect(await problemCode(await request(path, { json }))).toBe('invalid-request')
    },
  )

  it('are not made for a deleted video, and not revoked by a malformed id', async () => {
    const uploadId = await privateVideo()
    expect(await problemCode(await revoke(uploadId, 'short'))).toBe('invalid-request')
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    const answer = await request(`/api/uploads/${uploadId}/links`, { json: { days: 1 } })
    expect(await problemCode(answer)).toBe('upload-closed')
  })

  it('are erased with the data of the creator', async () => {
    const OPERATOR_SECRET = 'operator-secret-of-the-tests-32-chars'
    const creator = await signedInAs('eve')
    const uploadId = await openUpload('clip.mp4', creator)
    await request(`/api/uploads/${uploadId}/links`, { json: { days: 1 } }, creator)
    await request(
      '/api/operator/creators/eve',
      { method: 'DELETE', headers: { authorization: `Bearer ${OPERATOR_SECRET}` } },
      { AUTH_MODE: 'invite', OPERATOR_SECRET },
    )
    expect((await env.UPLOADS.list({ prefix: `link/${uploadId}` })).keys).toEqual([])
  })
})
