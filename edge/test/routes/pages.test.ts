import { describe, expect, it } from 'vitest'
import { problemCode, request } from '../client.ts'

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
