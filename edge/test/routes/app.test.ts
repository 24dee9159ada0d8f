import type { PublicConfig } from '@reelferry/contract'
import { describe, expect, it, vi } from 'vitest'
import { contentSecurityPolicy } from '../../src/pages/content-security-policy.ts'
import { parseConfig } from '../../src/config.ts'
import { version } from '../../src/routes/health.ts'
import manifest from '../../../package.json'
import { bindings } from '../bindings.ts'
import { openUpload, problemCode, request } from '../client.ts'
import { ownStudio } from '../own-studio.ts'

describe('GET /api/health', () => {
  it('returns the version of package.json', async () => {
    expect(await (await request('/api/health')).json()).toEqual({ ok: true, version })
    expect(version).toBe(manifest.version)
  })

  it('is an error without configuration, and names no variable to visitors', async () => {
    const response = await request('/api/health', {}, { VOD_SECRET_KEY: '' })
    expect(response.status).toBe(503)
    const text = await response.text()
    expect(JSON.parse(text).code).toBe('not-configured')
    expect(text).not.toContain('VOD_SECRET_KEY')
  })
})

describe('GET /api/config', () => {
  it('returns endpoints and limits, and no secret', async () => {
    const text = await (await request('/api/config')).text()
    expect(JSON.parse(text)).toEqual({
      authMode: 'local',
      maxFileBytes: 1_000_000_000,
      endpoints: { upload: bindings.VOD_UPLOAD_ENDPOINT, cos: bindings.COS_ENDPOINT },
      studio: { name: 'Reelferry', footer: [] },
    })
    for (const name of ['VOD_SECRET_KEY', 'SESSION_SECRET', 'CALLBACK_SECRET'] as const)
      expect(text).not.toContain(bindings[name])
  })
})

describe('GET /api/config of a studio with its own settings', () => {
  it('returns them', async () => {
    const { studio } = await (await request('/api/config', {}, ownStudio)).json<PublicConfig>()
    expect(studio).toEqual({
      name: 'Harbor TV',
      logo: ownStudio.STUDIO_LOGO,
      accent: expect.objectContaining({
        '--accent': expect.stringMatching(/^light-dark\(#7a1f5c, #/),
      }),
      footer: [{ label: 'Imprint', url: 'https://example.com/imprint' }],
      contact: 'video@example.com',
    })
  })
})

describe('the log', () => {
  it('contains upload ids, but no secrets, signatures and file names', async () => {
    const lines: string[] = []
    const spy = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
    const uploadId = await openUpload('a private name.mp4')
    const path = `/api/uploads/${uploadId}/signature`
    const { signature } = await (
      await request(path, { method: 'POST' })
    ).json<{ signature: string }>()
    await request('/api/health', {}, { SESSION_SECRET: 'too short a secret' })
    await request(`/api/vod/events/${bindings.CALLBACK_SECRET}`, { method: 'POST', body: '{' })
    spy.mockRestore()
    expect(lines.some((line) => JSON.parse(line).uploadId === uploadId)).toBe(true)
    const secrets = [bindings.VOD_SECRET_KEY, bindings.CALLBACK_SECRET, bindings.SESSION_SECRET]
    for (const hidden of [...secrets, signature, 'a private name', 'too short a secret'])
      expect(lines.join('\n')).not.toContain(hidden)
  })
})

describe('unknown routes', () => {
  it.each(['/api/nothing', '/api', '/api/uploads/a/b/c'])('answer 404 for %s', async (path) => {
    const response = await request(path)
    expect([response.status, await problemCode(response)]).toEqual([404, 'route-not-found'])
  })

  it.each([
    ['PUT', '/api/health', 'GET'],
    ['GET', '/api/vod/events/secret', 'POST'],
    ['PATCH', '/api/session', 'GET, POST, DELETE'],
  ])('answer 405 for %s %s, with the allowed methods', async (method, path, allow) => {
    const response = await request(path, { method })
    expect([response.status, await problemCode(response)]).toEqual([405, 'method-not-allowed'])
    expect(response.headers.get('allow')).toBe(allow)
  })
})

describe('GET /api/videos/:fileId', () => {
  it.each(['abc', '123456789012345678901'])('does not find the video %s', async (fileId) => {
    const response = await request(`/api/videos/${fileId}`)
    expect([response.status, await problemCode(response)]).toEqual([404, 'video-not-found'])
  })
})

describe('the rate limit', () => {
  it('counts anonymous clients by IPv4 address or IPv6 network', async () => {
    const keys: string[] = []
    const RATE_LIMIT = {
      limit: async ({ key }: { key: string }) => {
        keys.push(key)
        return { success: key !== 'address:2001:db8:0:0' }
      },
    }
    const statusFor = async (address: string) => {
      const headers = { 'cf-connecting-ip': address }
      return (await request('/api/videos/abc', { headers }, { AUTH_MODE: 'invite', RATE_LIMIT }))
        .status
    }
    for (const address of ['192.0.2.1', '192.0.2.2', '2001:db8:1:2:3:4:5:6', '1::2:3:4:5:6:7'])
      expect(await statusFor(address)).toBe(404)
    expect(keys).toEqual([
      'address:192.0.2.1',
      'address:192.0.2.2',
      'address:2001:db8:1:2',
      'address:1:0:2:3',
    ])
    expect([await statusFor('2001:db8::1'), await statusFor('2001:db8::2:0:0:1')]).toEqual([
      429, 429,
    ])
  })
})

describe('contentSecurityPolicy', () => {
  it('allows Tencent’s hosts, and nothing unsafe', () => {
    const policy = contentSecurityPolicy(
      parseConfig({
        ...bindings,
        AUTH_MODE: 'invite',
        VOD_API_ENDPOINT: '',
        VOD_UPLOAD_ENDPOINT: '',
        COS_ENDPOINT: '',
        MEDIA_ORIGINS: '',
      }),
    )
    expect(policy).toContain(
      "connect-src 'self' https://vod2.qcloud.com https://vod2.dnsv1.com https://*.myqcloud.com https://*.tencentcos.cn",
    )
    expect(policy).toContain(
      "media-src 'self' blob: https://*.vod2.myqcloud.com https://*.vod-qcloud.com",
    )
    expect(policy).not.toContain('unsafe')
  })

  it('allows the host of the logo to send images, on the studio’s own pages', () => {
    const config = parseConfig({ ...bindings, ...ownStudio })
    const policy = contentSecurityPolicy(config)
    expect(policy.match(/[^ ]+-src [^;]*https:\/\/logo\.example[^;]*/g)).toEqual([
      "img-src 'self' blob: http://127.0.0.1:9 https://logo.example",
    ])
    expect(contentSecurityPolicy(config, { nonce: 'n' })).not.toContain('logo.example')
  })

  it('allows other sites to frame only the player', () => {
    const config = parseConfig(bindings)
    expect(contentSecurityPolicy(config, { nonce: 'n' })).toContain('frame-ancestors *')
    expect(contentSecurityPolicy(config)).toContain("frame-ancestors 'none'")
  })
})
