/** `AUTH_MODE=access` in workerd, with Wrangler's simulation of Cloudflare Access. */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestHarness } from 'wrangler'

const aud = 'a'.repeat(64)
const identity = { user_uuid: '7335d417-61da-459d-899c-0a01c76a2f94', email: 'ada@example.com' }

/** The id of a creator: 128 bits of a digest. */
const idOf = (issuer: string, sub: string) =>
  createHash('sha256')
    .update(JSON.stringify([issuer, sub]))
    .digest()
    .subarray(0, 16)
    .toString('base64url')

/** An assertion without a valid signature. */
function assertionOf(claims: object): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  return [{ alg: 'RS256' }, claims, {}].map(encode).join('.')
}

/** A studio whose requests Access has signed in, or not. */
const studioWith = (access?: { aud: string; identity?: Record<string, unknown> }) => ({
  workers: [
    {
      config: {
        name: 'reelferry',
        main: fileURLToPath(new URL('../../src/worker.ts', import.meta.url)),
        compatibility_date: '2026-10-01',
        kv_namespaces: [{ binding: 'UPLOADS', id: 'uploads' }],
        ratelimits: [
          { name: 'RATE_LIMIT', namespace_id: '1', simple: { limit: 1000, period: 60 as const } },
          { name: 'VOD_BUDGET', namespace_id: '2', simple: { limit: 1000, period: 10 as const } },
        ],
        vars: {
          AUTH_MODE: 'access',
          ACCESS_TEAM_DOMAIN: 'team.cloudflareaccess.com',
          ACCESS_AUD: aud,
          VOD_SECRET_ID: 'AKIDofThisTest',
          VOD_SECRET_KEY: 'a-key-of-this-test',
          CALLBACK_SECRET: 'a-callback-secret-of-this-test',
          SESSION_SECRET: 'a-session-secret-of-this-test-32-characters',
        },
        ...(access && { access: { dev: access } }),
      },
    },
  ],
})

const server = createTestHarness(studioWith({ aud, identity }))
beforeAll(() => server.listen(), 60_000)
afterAll(() => server.close())

const session = () => server.fetch('/api/session')

describe('a studio behind Cloudflare Access', () => {
  it('signs in the person whom the platform has verified, without an assertion', async () => {
    const answer = await session()
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({
      creator: {
        // The id of the same person with an assertion, of the issuer and `sub`.
        creatorId: idOf('https://team.cloudflareaccess.com', identity.user_uuid),
        name: 'ada@example.com',
        permissions: ['video:upload'],
      },
    })
  })

  it('applies the limits in the assertion of the person', async () => {
    const custom = { limits: { maxFileBytes: 10 } }
    const answer = await server.fetch('/api/uploads', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'cf-access-jwt-assertion': assertionOf({ sub: identity.user_uuid, custom }),
      },
      body: JSON.stringify({ name: 'boat.mp4', size: 11, type: 'video/mp4' }),
    })
    expect(await answer.json()).toMatchObject({ code: 'file-too-large' })
  })

  it.each([
    ['of another person', assertionOf({ sub: 'somebody-else' })],
    [
      'with malformed limits',
      assertionOf({ sub: identity.user_uuid, custom: { limits: { all: 1 } } }),
    ],
    ['that is none', 'no.assertion.here'],
  ])('signs nobody in by an assertion %s', async (_, assertion) => {
    const headers = { 'cf-access-jwt-assertion': assertion }
    expect((await server.fetch('/api/session', { headers })).status).not.toBe(200)
  })

  it.each<[string, Parameters<typeof studioWith>[0]]>([
    ['of another application', { aud: 'b'.repeat(64), identity }],
    ['without an identity, such as that of a service token', { aud }],
    ['with an identity without an id', { aud, identity: { email: 'ada@example.com' } }],
    ['without Access', undefined],
  ])('signs nobody in by a request %s', async (_, access) => {
    await server.update(studioWith(access))
    expect((await session()).status).toBe(401)
  })
})
