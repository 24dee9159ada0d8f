import { describe, expect, it } from 'vitest'
import { request } from '../client.ts'

/** The static build: answers unknown paths with the studio's document. */
const ASSETS = {
  fetch: async ({ url }: Request) => {
    const { pathname } = new URL(url)
    return new Response(pathname === '/operator' ? 'the operator’s page' : 'the studio', {
      headers: { 'content-type': 'text/html' },
    })
  },
}
const OPERATOR_SECRET = 'operator-secret-of-the-tests-with-32-characters'

const opened = async (path: string, configuration = {}, method = 'GET') => {
  const response = await request(path, { method }, { ASSETS, ...configuration })
  const { status, headers } = response
  return { status, headers: Object.fromEntries(headers), body: await response.text() }
}

describe('the operator page', () => {
  it('does not exist without an operator secret', async () => {
    for (const method of ['GET', 'HEAD'])
      expect(await opened('/operator', {}, method)).toEqual(
        await opened('/no/such/page', {}, method),
      )
  })

  it('has its own policy, and is not cached', async () => {
    const { body, headers } = await opened('/operator', { OPERATOR_SECRET })
    expect(body).toBe('the operator’s page')
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
      'x-content-type-options': 'nosniff',
    })
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http://127.0.0.1:9; media-src http://127.0.0.1:9; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    )
  })
})
