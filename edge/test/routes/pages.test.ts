import type { PageSettings } from '@reelferry/contract'
import { describe, expect, it } from 'vitest'
import { problemCode, request } from '../client.ts'
import { ownStudio } from '../own-studio.ts'

/** The static build, with only the document of the studio. */
const ASSETS = {
  fetch: async ({ url }: Request) =>
    new URL(url).pathname === '/'
      ? new Response('the studio', { headers: { 'content-type': 'text/html' } })
      : new Response(null, { status: 404 }),
}

describe('the studio’s document', () => {
  it.each(['/', '/library?x=1', '/watch', '/no/such/page', '/embed', '/embed/', '/embed/1/x'])(
    'is the answer to %s, with its policy',
    async (path) => {
      const response = await request(path, {}, { ASSETS })
      expect([response.status, await response.text()]).toEqual([200, 'the studio'])
      const policy = response.headers.get('content-security-policy')
      expect(policy).toContain("frame-ancestors 'none'")
    },
  )

  it.each(['/assets/Old-1a2b.js', '/player/x.js', '/uploader/x.js', '/operator/x.css'])(
    'is not the answer to %s, a file of an earlier deployment',
    async (path) => {
      const response = await request(path, {}, { ASSETS })
      expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store'])
      expect(await problemCode(response)).toBe('route-not-found')
    },
  )
})

describe('the preloads of the document', () => {
  const links = {
    code: '<link rel="modulepreload" href="/code.js" data-page="/library">',
    english: '<link rel="modulepreload" href="/en.js" data-language="en" data-page="/library">',
    taiwan: '<link rel="modulepreload" href="/tw.js" data-language="zh-TW">',
  }
  const files = {
    fetch: async () =>
      new Response(`<html><head>${Object.values(links).join('')}</head></html>`, {
        headers: { 'content-type': 'text/html' },
      }),
  }
  const preloadsOf = async (path: string, language: string, configuration: object = {}) => {
    const headers = { 'accept-language': language }
    const response = await request(path, { headers }, { ASSETS: files, ...configuration })
    const html = await response.text()
    return Object.entries(links).flatMap(([name, link]) => (html.includes(link) ? [name] : []))
  }

  it.each([
    ['/library', 'en-US,en;q=0.9', ['code', 'english']],
    ['/library', 'zh-TW,zh;q=0.9,en;q=0.8', ['code', 'taiwan']],
    ['/library', 'fr', ['code']],
    ['/', 'en', []],
    ['/', 'zh-TW', ['taiwan']],
  ])('are those of the page %s and the language %s', async (path, language, expected) => {
    expect(await preloadsOf(path, language)).toEqual(expected)
  })

  it('have no code of the library for people without credentials', async () => {
    expect(await preloadsOf('/library', 'en', { AUTH_MODE: 'invite' })).toEqual([])
  })
})

describe('the settings of the studio', () => {
  const page =
    '<html lang="en"><head><title>Reelferry</title></head><body><a data-studio="home" aria-label="Reelferry"><svg data-studio="logo"></svg><b data-studio="name">Reel<i>ferry</i></b></a><footer data-studio="links"></footer></body></html>'
  const files = {
    fetch: async () =>
      new Response(page, { headers: { 'content-type': 'text/html', etag: '"file"' } }),
  }
  const open = async (path: string, configuration: object, headers = {}) => {
    const response = await request(path, { headers }, { ASSETS: files, ...configuration })
    const html = await response.text()
    const data = /data-reelferry-studio="([^"]*)"/.exec(html)?.[1] ?? ''
    const json = data.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    return { response, html, settings: JSON.parse(json) as PageSettings }
  }

  it.each(['/', '/operator', '/watch/abc', '/embed/abc'])('are in %s', async (path) => {
    const { html, settings } = await open(path, ownStudio)
    expect(html).toContain('<title>Harbor TV</title>')
    expect(html).toContain('aria-label="Harbor TV"')
    expect(html).toContain('<b data-studio="name">Harbor TV</b>')
    expect(html).toContain('<img class="mark" src="https://logo.example/square.png" alt="">')
    expect(html).toContain(
      '<footer class="foot"><a href="https://example.com/imprint">Imprint</a></footer>',
    )
    expect(settings).toMatchObject({
      authMode: 'local',
      studio: { name: 'Harbor TV', contact: 'video@example.com' },
    })
  })

  it('do not change the page if there are none', async () => {
    const { html, settings } = await open('/', { AUTH_MODE: 'invite' })
    expect(html.replace(/ data-reelferry-studio="[^"]*"/, '')).toBe(page)
    expect(settings).toEqual({
      authMode: 'invite',
      studio: { name: 'Reelferry', footer: [] },
      isSignedOut: true,
    })
  })

  it('do not state that somebody is signed out who has a session, or whose sign-in is elsewhere', async () => {
    const cookie = 'reelferry-session=any'
    const configurations = [
      { AUTH_MODE: 'local' },
      { AUTH_MODE: 'access', ACCESS_TEAM_DOMAIN: 'team.cloudflareaccess.com', ACCESS_AUD: 'x' },
    ]
    expect((await open('/', { AUTH_MODE: 'invite' }, { cookie })).settings).not.toHaveProperty(
      'isSignedOut',
    )
    for (const configuration of configurations)
      expect((await open('/', configuration)).settings).not.toHaveProperty('isSignedOut')
  })

  it('are with the list of videos only in the library of people with credentials', async () => {
    const list = '<link rel="preload" href="/api/uploads" as="fetch" crossorigin>'
    const cookie = 'reelferry-session=any'
    const invite = { AUTH_MODE: 'invite' }
    expect((await open('/library', invite, { cookie })).html).toContain(list)
    expect((await open('/library', { AUTH_MODE: 'local' })).html).toContain(list)
    expect((await open('/library', invite)).html).not.toContain(list)
    expect((await open('/', invite, { cookie })).html).not.toContain(list)
  })

  it('cannot break the page', async () => {
    const hostile = `"><script>alert(1)</script>&'`
    const { html, settings } = await open('/', {
      STUDIO_NAME: hostile,
      STUDIO_FOOTER: `${hostile} https://example.com/"><script>`,
    })
    expect(html).not.toContain('<script>')
    expect(settings.studio.name).toBe(hostile)
  })

  it('reach a browser that has the page, although the file did not change', async () => {
    const { response, html } = await open('/', ownStudio, { 'if-none-match': '"file"' })
    expect([response.status, response.headers.get('etag')]).toEqual([200, null])
    expect(html).toContain('Harbor TV')
  })
})
