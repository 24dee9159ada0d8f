import type { Video } from '@reelferry/contract'
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

/** A title that must not break a page. */
const hostile = `"><script>alert(1)</script> & 'Tom' &quot;Jerry&quot; 假日`

/** The static build. */
const ASSETS = {
  fetch: async ({ url }: Request) =>
    new Response(
      `<!doctype html><html><head><style>video{width:100%}</style><title>Reelferry</title></head><body data-page="${new URL(url).pathname}"><main data-player></main><h1 data-title hidden></h1></body></html>`,
      { headers: { 'content-type': 'text/html', etag: '"static"' } },
    ),
}

const licensed = {
  AUTH_MODE: 'invite',
  PLAYER_KEY: 'TxtyhLlgo7J3iOADIron',
  VOD_APP_ID: '1500000001',
  PLAYER_LICENSE_URL: 'https://license.example/v1/a_1/v_cube.license',
}

const nobody = { AUTH_MODE: 'invite' }

async function open(path: string, configuration: object = nobody, headers = {}) {
  const response = await request(path, { headers }, { ASSETS, ...configuration })
  return { response, html: await response.text() }
}

/** Parses a page. */
async function read(html: string) {
  const found: Record<string, Record<string, string>[]> = {}
  let title = ''
  await new HTMLRewriter()
    .on('*', {
      element(element) {
        const list = (found[element.tagName] ??= [])
        list.push(Object.fromEntries(element.attributes))
      },
    })
    .on('title', { text: (chunk) => void (title += chunk.text) })
    .transform(new Response(html))
    .text()
  const meta = (name: string) =>
    found.meta?.find((element) => element.name === name || element.property === name)?.content
  return { found, title, meta }
}

const decoded = (text: string) =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))

describe('a page with a video', () => {
  it('is the static page with the video element, before any script runs', async () => {
    const { fileId, uploadId } = await publishedVideo(
      vod,
      {},
      { MetaData: { Width: 640, Height: 360 } },
    )
    const { response, html } = await open(`/embed/${uploadId}?t=1m30s&autoplay&muted&controls=0`)
    expect(response.status).toBe(200)
    expect(html).toContain('data-page="/embed"')
    const { found } = await read(html)
    expect(found.video).toEqual([
      {
        'aria-label': 'clip',
        playsinline: '',
        preload: 'auto',
        width: '640',
        height: '360',
        autoplay: '',
        muted: '',
        tabindex: '0',
        src: `https://1500000001.vod2.myqcloud.com/${fileId}/v.f480.mp4#t=90`,
      },
    ])
    const embedded = JSON.parse(decoded(found.main?.[0]?.['data-video'] ?? '')) as Video
    const fetched = await (await request(`/api/videos/${fileId}`, {}, nobody)).json()
    expect(embedded).toEqual(fetched)
  })

  it('has captions, and CORS for captions and media', async () => {
    const Url = 'https://1500000001.vod2.myqcloud.com/a/en.vtt'
    const SubtitleSet = [{ Id: '1', Name: 'English', Language: 'en', Format: 'vtt', Url }]
    const { uploadId } = await publishedVideo(vod, {}, { SubtitleInfo: { SubtitleSet } })
    const { found } = await read((await open(`/embed/${uploadId}`)).html)
    expect(found.track).toEqual([{ kind: 'captions', src: Url, srclang: 'en', label: 'English' }])
    expect(found.video?.[0]?.crossorigin).toBe('anonymous')
  })

  it('is not cached if it is private or its addresses expire', async () => {
    const cacheControl = async (path: string, configuration: object) =>
      (await open(path, configuration)).response.headers.get('cache-control')
    const { uploadId } = await publishedVideo(vod, { visibility: 'private' })
    expect(await cacheControl(`/watch/${uploadId}`, await signedInAs('ada'))).toBe('no-store')
    const lapsing = await publishedVideo(vod)
    const HOTLINK_KEY = '24FEQmTzro4V5u3D5epW'
    expect(await cacheControl(`/embed/${lapsing.uploadId}`, { ...nobody, HOTLINK_KEY })).toBe(
      'no-store',
    )
  })

  it('is never answered from the browser’s cache', async () => {
    const { uploadId } = await publishedVideo(vod)
    const { response } = await open(`/watch/${uploadId}`, nobody, { 'if-none-match': '"static"' })
    expect(response.status).toBe(200)
    expect(response.headers.get('etag')).toBeNull()
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
  })

  it('has no controls before the first frame if it plays automatically', async () => {
    const { uploadId } = await publishedVideo(vod)
    const controls = async (query: string, headers = {}) => {
      const { html } = await open(`/embed/${uploadId}${query}`, nobody, headers)
      return 'controls' in ((await read(html)).found.video?.[0] ?? {})
    }
    expect(await controls('')).toBe(true)
    expect(await controls('?autoplay')).toBe(false)
    expect(await controls('?autoplay', { 'save-data': 'on' })).toBe(true)
  })

  it('loads nothing automatically with Save-Data', async () => {
    const { uploadId } = await publishedVideo(vod)
    const { html } = await open(`/embed/${uploadId}?autoplay`, nobody, { 'save-data': 'on' })
    const [video] = (await read(html)).found.video ?? []
    expect(video?.preload).toBe('none')
    expect(video).not.toHaveProperty('autoplay')
  })

  it('has Open Graph, player card, oEmbed and a canonical address', async () => {
    const { uploadId } = await publishedVideo(
      vod,
      { title: 'Holiday', description: 'By the sea' },
      { MetaData: { Width: 640, Height: 360, Duration: 12.5 } },
    )
    const { html } = await open(`/watch/${uploadId}`)
    const { title, meta, found } = await read(html)
    const page = `http://localhost:5173/watch/${uploadId}`
    const embed = `http://localhost:5173/embed/${uploadId}`
    expect(title).toBe('Holiday – Reelferry')
    expect(html).toContain('<h1 data-title>Holiday</h1>')
    expect(
      Object.fromEntries(
        [
          'og:title',
          'og:description',
          'og:type',
          'og:url',
          'og:video:url',
          'og:video:type',
          'og:video:width',
          'video:release_date',
          'twitter:card',
          'twitter:player',
          'twitter:player:height',
          'description',
          'robots',
        ].map((name) => [name, meta(name)]),
      ),
    ).toEqual({
      'og:title': 'Holiday',
      'og:description': 'By the sea',
      'og:type': 'video.other',
      'og:url': page,
      'og:video:url': embed,
      'og:video:type': 'text/html',
      'og:video:width': '640',
      'video:release_date': expect.stringMatching(/^20\d\d-\d\d-\d\dT.*Z$/),
      'twitter:card': 'player',
      'twitter:player': embed,
      'twitter:player:height': '360',
      description: 'By the sea',
      robots: undefined,
    })
    const links = (found.link ?? []).map(({ rel, type, href }) => [rel, type, decoded(href ?? '')])
    expect(links).toEqual([
      ['canonical', undefined, page],
      [
        'alternate',
        'application/json+oembed',
        `http://localhost:5173/api/oembed?url=${encodeURIComponent(page)}&format=json`,
      ],
      [
        'alternate',
        'text/xml+oembed',
        `http://localhost:5173/api/oembed?url=${encodeURIComponent(page)}&format=xml`,
      ],
    ])
    for (const [, type, href] of links.slice(1)) {
      const answer = await request(href ?? '', {}, nobody)
      expect([answer.status, type]).toEqual([200, type])
    }
  })

  it('names the studio in its title and in link previews', async () => {
    const { uploadId } = await publishedVideo(vod, { title: 'Holiday' })
    const studio = { ...nobody, STUDIO_NAME: 'Harbor TV' }
    const { title, meta } = await read((await open(`/watch/${uploadId}`, studio)).html)
    expect([title, meta('og:site_name')]).toEqual(['Holiday – Harbor TV', 'Harbor TV'])
  })

  it('escapes the texts of a creator', async () => {
    const { uploadId } = await publishedVideo(vod, { title: hostile, description: hostile })
    const { html } = await open(`/watch/${uploadId}`)
    expect(html).not.toContain('<script>alert')
    const { title, meta, found } = await read(html)
    expect(found.script?.map(({ type }) => type)).toEqual(['application/ld+json'])
    expect(decoded(meta('og:title') ?? '')).toBe(hostile)
    expect(title.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toBe(
      `${hostile} – Reelferry`,
    )
    const embedded = JSON.parse(decoded(found.main?.[0]?.['data-video'] ?? '')) as { name: string }
    expect(embedded.name).toBe(hostile)
    expect(decoded(found.video?.[0]?.['aria-label'] ?? '')).toBe(hostile)
  })
})

describe('a page without a video to show', () => {
  it('is a 404 page if the video does not exist', async () => {
    for (const path of [`/watch/${newFileId()}`, '/embed/abc']) {
      const { response, html } = await open(path)
      expect(response.status).toBe(404)
      expect(html).toContain('data-player')
      expect((await read(html)).found.video).toBeUndefined()
    }
  })

  it('lets its script poll if VOD is unreachable', async () => {
    vod.goOffline()
    const { response, html } = await open(`/watch/${newFileId()}`)
    expect(response.status).toBe(200)
    expect(html).not.toContain('data-video')
  })

  it('contains nothing of a private video, except for creators', async () => {
    const { uploadId } = await publishedVideo(vod, { title: 'A secret', visibility: 'private' })
    const stranger = await open(`/watch/${uploadId}`)
    expect(stranger.html).not.toContain('secret')
    expect((await read(stranger.html)).found.video).toBeUndefined()
    expect((await read(stranger.html)).meta('robots')).toBe('noindex')
    const creator = await open(`/watch/${uploadId}`, await signedInAs('ada'))
    const { found, meta } = await read(creator.html)
    expect(found.video).toHaveLength(1)
    expect([meta('og:title'), meta('robots')]).toEqual([undefined, 'noindex'])
    expect(found.link).toBeUndefined()
  })

  it('has noindex and Open Graph for an unlisted video', async () => {
    const { uploadId } = await publishedVideo(vod, { visibility: 'unlisted' })
    const { response, html } = await open(`/watch/${uploadId}`)
    expect(response.headers.get('x-robots-tag')).toBe('noindex')
    const { meta } = await read(html)
    expect([meta('robots'), meta('og:title')]).toEqual(['noindex', 'clip'])
  })
})

describe('TCPlayer', () => {
  it('is neither in the page nor in its policy without a licence', async () => {
    const { uploadId } = await publishedVideo(vod)
    const unlicensed = { ...licensed, PLAYER_LICENSE_URL: '' }
    const { response, html } = await open(`/embed/${uploadId}`, unlicensed)
    expect(html).not.toContain('tcplayer')
    expect((await read(html)).found.video).toHaveLength(1)
    const policy = (headers: Headers) =>
      headers.get('content-security-policy')?.replace(/'nonce-[^']+'/g, 'nonce')
    expect(policy(response.headers)).toBe(
      policy((await open(`/embed/${uploadId}`)).response.headers),
    )
    expect(policy(response.headers)).not.toMatch(/license|playvideo|data:/)
  })

  it('gets the video on the embed page only, with its own policy', async () => {
    const { uploadId } = await publishedVideo(vod)
    const { response, html } = await open(`/embed/${uploadId}`, licensed)
    const { found } = await read(html)
    expect(found.video).toBeUndefined()
    const embedded = JSON.parse(decoded(found.main?.[0]?.['data-video'] ?? '')) as Video
    expect(embedded).toMatchObject({
      tcplayer: { appId: 1500000001, licenseUrl: licensed.PLAYER_LICENSE_URL },
      psign: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    })
    const policy = response.headers.get('content-security-policy')
    expect(policy).toMatch(
      /connect-src [^;]* https:\/\/license\.example playvideo\.vodplayvideo\.net /,
    )
    expect(policy).toContain("font-src 'self' data:;")
    expect(policy).not.toContain('unsafe')

    const watch = await open(`/watch/${uploadId}`, licensed)
    expect((await read(watch.html)).found.video).toHaveLength(1)
    expect(watch.response.headers.get('content-security-policy')).not.toContain('license.example')
  })
})

describe('headers', () => {
  it('allow only the styles and scripts of the page, by a new nonce each time', async () => {
    const { uploadId } = await publishedVideo(vod)
    const nonce = async (path: string) => {
      const { response, html } = await open(path)
      const [style] = (await read(html)).found.style ?? []
      expect(style?.nonce).toMatch(/^[\w+/]{22}==$/)
      const policy = response.headers.get('content-security-policy')
      for (const kind of ['style', 'script'])
        expect(policy).toContain(`${kind}-src 'self' 'nonce-${style?.nonce}';`)
      return style?.nonce
    }
    const nonces = [await nonce(`/embed/${uploadId}`), await nonce(`/embed/${uploadId}`)]
    nonces.push(await nonce(`/embed/${newFileId()}`))
    expect(new Set(nonces).size).toBe(3)
  })

  it('allow every site to frame the player, also an isolated one, and no other page', async () => {
    const { uploadId } = await publishedVideo(vod)
    const embed = (await open(`/embed/${uploadId}`)).response.headers
    expect(embed.get('content-security-policy')).toContain('frame-ancestors *')
    expect(embed.get('content-security-policy')).not.toContain('unsafe')
    expect(embed.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(embed.get('cross-origin-embedder-policy')).toBe('credentialless')
    const isolated = await open(`/embed/${uploadId}?isolated`)
    expect(isolated.response.headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    const [video] = (await read(isolated.html)).found.video ?? []
    expect(video?.crossorigin).toBe('anonymous')
    const watch = (await open(`/watch/${uploadId}`)).response.headers
    expect(watch.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })
})

describe('the structured data of a watch page', () => {
  const dataOf = (html: string) => {
    const [, json] =
      /<script[^>]* type="application\/ld\+json"[^>]*>(.*?)<\/script>/s.exec(html) ?? []
    return json === undefined ? undefined : (JSON.parse(json) as Record<string, unknown>)
  }
  const description = '0:00 Intro\n0:48 </script><script>alert(1)</script>\n1:30 End'

  it('describes the video and its chapters', async () => {
    const { uploadId } = await publishedVideo(
      vod,
      { title: hostile, description },
      { MetaData: { Duration: 100 } },
    )
    const { html } = await open(`/watch/${uploadId}`)
    const data = dataOf(html)
    expect(data).toMatchObject({ '@type': 'VideoObject', name: hostile, duration: 'PT100S' })
    expect(data?.hasPart).toMatchObject([
      { '@type': 'Clip', name: 'Intro', startOffset: 0, endOffset: 48 },
      { startOffset: 48, endOffset: 90, url: `http://localhost:5173/watch/${uploadId}?t=48` },
      { name: 'End', startOffset: 90, endOffset: 100 },
    ])
    expect(html).not.toContain('<script>alert')
  })

  it('has no parts without chapters, and is absent elsewhere', async () => {
    const plain = await publishedVideo(vod)
    expect(dataOf((await open(`/watch/${plain.uploadId}`)).html)).not.toHaveProperty('hasPart')
    expect(dataOf((await open(`/embed/${plain.uploadId}`)).html)).toBeUndefined()
    const hidden = await publishedVideo(vod, { visibility: 'private' })
    const asOwner = await signedInAs('ada')
    expect(dataOf((await open(`/watch/${hidden.uploadId}`, asOwner)).html)).toBeUndefined()
  })
})
