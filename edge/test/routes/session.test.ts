import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { signToken } from '../../src/creators/token.ts'
import { bindings } from '../bindings.ts'
import { oneIsolate, problemCode, request } from '../client.ts'

const invited = { AUTH_MODE: 'invite' }
const soon = () => Math.floor(Date.now() / 1000) + 3600

const invite = (over: object = {}, secret = bindings.SESSION_SECRET) =>
  signToken(secret, 'invite', {
    sub: 'ada',
    name: 'Ada',
    jti: crypto.randomUUID(),
    exp: soon(),
    ...over,
  })

const redeem = (token: string) => request('/api/session', { json: { invite: token } }, invited)

const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? ''

describe('local mode', () => {
  it('signs in the local creator automatically', async () => {
    const response = await request('/api/session')
    expect(await response.json()).toEqual({
      creator: { creatorId: 'local', name: 'Demo creator', permissions: ['video:upload'] },
    })
  })
})

describe('invite mode', () => {
  it('rejects requests without a session, and issues no signature', async () => {
    for (const path of ['/api/session', '/api/uploads/AAAAAAAAAAAAAAAAAAAAAA']) {
      const response = await request(path, {}, invited)
      expect([response.status, await problemCode(response)]).toEqual([401, 'not-signed-in'])
    }
    const upload = { name: 'a.mp4', size: 1, type: 'video/mp4' }
    expect((await request('/api/uploads', { json: upload }, invited)).status).toBe(401)
  })

  it('exchanges an invitation once for a cookie that no script can read', async () => {
    const token = await invite()
    const response = await redeem(token)
    expect(response.status).toBe(201)
    const cookie = response.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    const session = await request(
      '/api/session',
      { headers: { cookie: cookieOf(response) } },
      invited,
    )
    expect(await session.json()).toMatchObject({ creator: { creatorId: 'ada', name: 'Ada' } })
    expect(await problemCode(await redeem(token))).toBe('invite-used')
  })

  it('restricts the cookie to https and this host if the studio uses https', async () => {
    const response = await request(
      'https://studio.example.com/api/session',
      { json: { invite: await invite() } },
      invited,
    )
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-.*Secure/)
  })

  it('rejects invitations that are expired, forged or of another kind', async () => {
    expect(await problemCode(await redeem(await invite({ exp: soon() - 7200 })))).toBe(
      'invite-expired',
    )
    const forged = await invite({}, 'another-secret-of-thirty-two-characters')
    expect(await problemCode(await redeem(forged))).toBe('invite-invalid')
    const session = cookieOf(await redeem(await invite())).split('=')[1] ?? ''
    expect(await problemCode(await redeem(session))).toBe('invite-invalid')
    expect(await problemCode(await redeem('x'))).toBe('invite-invalid')
  })

  it('does not accept an invitation as a session', async () => {
    const cookie = `reelferry-session=${await invite()}`
    expect((await request('/api/session', { headers: { cookie } }, invited)).status).toBe(401)
  })

  it('ends a session when its invitation is revoked', async () => {
    const jti = crypto.randomUUID()
    const token = await invite({ jti })
    const cookie = cookieOf(await redeem(token))
    const session = () => request('/api/session', { headers: { cookie } }, invited)
    expect((await session()).status).toBe(200)
    await env.UPLOADS.put(`invite/${jti}`, 'revoked')
    expect((await session()).status).toBe(401)
    expect(await problemCode(await redeem(token))).toBe('invite-invalid')
  })

  it('ends a revoked session within half a minute, in an isolate that has cached it', async () => {
    const jti = crypto.randomUUID()
    const cookie = cookieOf(await redeem(await invite({ jti })))
    const isolate = oneIsolate(invited)
    const session = async () =>
      (await request('/api/session', { headers: { cookie } }, isolate)).status
    expect(await session()).toBe(200)
    await env.UPLOADS.put(`invite/${jti}`, 'revoked')
    vi.setSystemTime(Date.now() + 31_000)
    expect(await session()).toBe(401)
    vi.useRealTimers()
  })

  it('caches a session only until it expires', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const exp = Math.floor(Date.now() / 1000) + 10
    const claims = { sub: 'ada', name: 'Ada', jti: crypto.randomUUID(), exp }
    const cookie = `reelferry-session=${await signToken(bindings.SESSION_SECRET, 'session', claims)}`
    const isolate = oneIsolate(invited)
    const session = async () =>
      (await request('/api/session', { headers: { cookie } }, isolate)).status
    expect(await session()).toBe(200)
    vi.setSystemTime(Date.now() + 11_000)
    expect(await session()).toBe(401)
    vi.useRealTimers()
  })

  it('signs out', async () => {
    const response = await request('/api/session', { method: 'DELETE' }, invited)
    expect(response.status).toBe(204)
    expect(response.headers.get('set-cookie')).toMatch(/Max-Age=0/)
  })
})

describe('requests from other origins', () => {
  const json = { name: 'a.mp4', size: 1, type: 'video/mp4' }
  const headers = { origin: 'https://elsewhere.example' }

  it('change nothing', async () => {
    const response = await request('/api/uploads', { json, headers })
    expect([response.status, await problemCode(response)]).toEqual([403, 'origin-not-allowed'])
  })

  const allowed = { ALLOWED_ORIGINS: 'https://elsewhere.example' }
  const cors = (response: Response) =>
    Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-')))

  it('are accepted if the operator allows the origin', async () => {
    const response = await request('/api/uploads', { json, headers }, allowed)
    expect(response.status).toBe(201)
    expect(cors(response)).toEqual({ 'access-control-allow-origin': headers.origin })
  })

  it('may send a token and JSON, but no cookie', async () => {
    const preflight = await request(
      '/api/uploads/AAAAAAAAAAAAAAAAAAAAAA',
      {
        method: 'OPTIONS',
        headers: {
          ...headers,
          'access-control-request-method': 'PATCH',
          'access-control-request-headers': 'authorization,content-type,x-more',
        },
      },
      allowed,
    )
    expect(preflight.status).toBe(204)
    expect(cors(preflight)).toEqual({
      'access-control-allow-origin': headers.origin,
      'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE',
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-max-age': '7200',
    })
  })

  it('can read the reason of a rejection', async () => {
    const jwt = {
      ...allowed,
      AUTH_MODE: 'jwt',
      JWT_JWKS_URL: 'https://issuer.example/jwks.json',
      JWT_ISSUER: 'https://issuer.example',
      JWT_AUDIENCE: 'reelferry',
    }
    for (const path of ['/api/uploads', '/api/nothing']) {
      const response = await request(path, { headers }, jwt)
      expect(await problemCode(response)).toMatch(/not-signed-in|route-not-found/)
      expect(cors(response)).toEqual({ 'access-control-allow-origin': headers.origin })
      expect(response.headers.get('vary')).toMatch(/origin/i)
    }
  })

  it.each([
    ['another origin', { origin: 'https://elsewhere.example.org' }],
    ['a part of an allowed one', { origin: 'https://elsewhere' }],
    ['a sandboxed page', { origin: 'null' }],
    ['no origin', {}],
  ])('sends %s no CORS headers, and a Vary header for caches', async (_, headers) => {
    for (const method of ['OPTIONS', 'GET']) {
      const response = await request('/api/config', { method, headers }, allowed)
      expect(cors(response)).toEqual({})
      expect(response.headers.get('vary')).toMatch(/origin/i)
    }
  })
})
