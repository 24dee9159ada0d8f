import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { problemCode, request } from '../client.ts'
import { publishedVideo } from '../published-video.ts'
import { vodAccount } from '../vod-account.ts'

const issuer = 'https://issuer.example'
const audience = 'reelferry'

type Keys = Awaited<ReturnType<typeof generateKeyPair>>
let rsa: Keys
let ec: Keys
let jwks: object[]
let keyFetches: number
/** Gives each test its own address, because key sets are cached by address. */
let counter = 0

beforeAll(async () => {
  rsa = await generateKeyPair('RS256', { extractable: true })
  ec = await generateKeyPair('ES256', { extractable: true })
})

beforeEach(async () => {
  counter++
  keyFetches = 0
  jwks = [
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', alg: 'RS256' },
    { ...(await exportJWK(ec.publicKey)), kid: 'ec', alg: 'ES256' },
  ]
  vi.stubGlobal('fetch', async () => {
    keyFetches++
    return Response.json({ keys: jwks })
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const configuration = () => ({
  AUTH_MODE: 'jwt',
  JWT_JWKS_URL: `https://issuer.example/${counter}/jwks.json`,
  JWT_ISSUER: issuer,
  JWT_AUDIENCE: audience,
})

const soon = (seconds = 600) => Math.floor(Date.now() / 1000) + seconds

function token(
  over: Record<string, unknown> = {},
  keys = rsa,
  header = { alg: 'RS256', kid: 'rsa' },
) {
  const claims = {
    sub: 'ada',
    name: 'Ada',
    permissions: ['video:upload'],
    iss: issuer,
    aud: audience,
    exp: soon(),
  }
  return new SignJWT({ ...claims, ...over }).setProtectedHeader(header).sign(keys.privateKey)
}

const open = (bearer: string, more = {}) =>
  request(
    '/api/uploads',
    {
      json: { name: 'a.mp4', size: 1, type: 'video/mp4' },
      headers: { authorization: `Bearer ${bearer}` },
    },
    { ...configuration(), ...more },
  )

describe('jwt mode', () => {
  it('shows a private video only to people with the permission to upload', async () => {
    const answers = globalThis.fetch
    const { fileId } = await publishedVideo(vodAccount(), { visibility: 'private' })
    vi.stubGlobal('fetch', answers)
    const shown = async (bearer: string) => {
      const headers = { authorization: `Bearer ${bearer}` }
      return (await request(`/api/videos/${fileId}`, { headers }, configuration())).json()
    }
    expect(await shown(await token())).toMatchObject({ status: 'ready', visibility: 'private' })
    for (const permissions of [undefined, [], ['video:watch']])
      expect(await shown(await token({ permissions }))).toEqual({ status: 'private', fileId })
  })

  it('accepts RS256 and ES256 of the issuer, and fetches its keys once', async () => {
    expect((await open(await token())).status).toBe(201)
    expect((await open(await token({}, ec, { alg: 'ES256', kid: 'ec' }))).status).toBe(201)
    expect(keyFetches).toBe(1)
  })

  it('fetches the keys again when the issuer signs with a new key', async () => {
    expect((await open(await token())).status).toBe(201)
    const next = await generateKeyPair('RS256', { extractable: true })
    jwks = [{ ...(await exportJWK(next.publicKey)), kid: 'next', alg: 'RS256' }]
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
    const rotated = await token({}, next, { alg: 'RS256', kid: 'next' })
    expect((await open(rotated)).status).toBe(201)
    expect(keyFetches).toBe(2)
    vi.useRealTimers()
  })

  it('separates the uploads of different people', async () => {
    const { uploadId } = await (await open(await token())).json<{ uploadId: string }>()
    const as = async (sub: string) => {
      const headers = { authorization: `Bearer ${await token({ sub })}` }
      return (await request(`/api/uploads/${uploadId}`, { headers }, configuration())).status
    }
    expect([await as('ada'), await as('bob')]).toEqual([200, 404])
  })

  it('tolerates a small clock deviation', async () => {
    expect((await open(await token({ exp: soon(-30) }))).status).toBe(201)
  })

  it.each([
    ['expired', { exp: soon(-120) }],
    ['of another issuer', { iss: 'https://elsewhere.example' }],
    ['for another audience', { aud: 'another-app' }],
    ['not valid yet', { nbf: soon(600) }],
    ['without an end', { exp: undefined }],
    ['without a subject', { sub: undefined }],
  ])('rejects a token %s', async (_, over) => {
    const response = await open(await token(over))
    expect([response.status, await problemCode(response)]).toEqual([401, 'not-signed-in'])
  })

  it('rejects tokens that the issuer did not sign', async () => {
    const stranger = await generateKeyPair('RS256')
    const [header, payload] = (await token()).split('.')
    const unsigned = `${btoa('{"alg":"none"}').replaceAll('=', '')}.${payload}.`
    const publicKey = new TextEncoder().encode(JSON.stringify(jwks[0]))
    const confused = await new SignJWT({ sub: 'ada', iss: issuer, aud: audience, exp: soon() })
      .setProtectedHeader({ alg: 'HS256', kid: 'rsa' })
      .sign(publicKey)
    for (const forged of [
      await token({}, stranger),
      unsigned,
      confused,
      `${header}.${payload}.AAAA`,
      'x',
    ]) {
      const response = await open(forged)
      expect([response.status, await problemCode(response)]).toEqual([401, 'not-signed-in'])
    }
  })

  it('rejects a person without the permission to upload', async () => {
    const response = await open(await token({ permissions: ['video:watch'] }))
    expect([response.status, await problemCode(response)]).toEqual([403, 'not-permitted'])
  })

  it('reports an unreachable issuer instead of an invalid token', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no route')))
    expect(await problemCode(await open(await token()))).toBe('issuer-unavailable')
  })
})

describe('access mode', () => {
  const access = () => ({
    AUTH_MODE: 'access',
    ACCESS_TEAM_DOMAIN: `team${counter}.cloudflareaccess.com`,
    ACCESS_AUD: audience,
  })

  it('accepts only the assertion header of the team’s Access', async () => {
    const iss = `https://${access().ACCESS_TEAM_DOMAIN}`
    const assertion = await token({
      iss,
      permissions: undefined,
      email: 'ada@example.com',
      name: undefined,
    })
    const session = (headers: Record<string, string>) =>
      request('/api/session', { headers }, access())
    const response = await session({ 'cf-access-jwt-assertion': assertion })
    expect(await response.json()).toMatchObject({ creator: { name: 'ada@example.com' } })
    expect((await session({ authorization: `Bearer ${assertion}` })).status).toBe(401)
    expect((await session({})).status).toBe(401)
  })
})
