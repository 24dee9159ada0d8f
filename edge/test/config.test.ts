import { describe, expect, it } from 'vitest'
import { ConfigError, parseConfig } from '../src/config.ts'
import { bindings } from './bindings.ts'

const failure = (env: object): string => {
  try {
    parseConfig(env)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).message
  }
  return 'nothing rejected'
}

describe('parseConfig', () => {
  it('treats empty strings as not set, and applies defaults', () => {
    const config = parseConfig({ ...bindings, MAX_FILE_BYTES: '', SIGNATURE_TTL_SECONDS: '' })
    expect(config.MAX_FILE_BYTES).toBe(60_000_000_000)
    expect(config.SIGNATURE_TTL_SECONDS).toBe(600)
    expect(config.VOD_STORAGE_REGION).toBeUndefined()
  })

  it('lists all missing variables', () => {
    const message = failure({})
    for (const name of ['VOD_SECRET_ID', 'VOD_SECRET_KEY', 'CALLBACK_SECRET', 'SESSION_SECRET'])
      expect(message).toContain(`${name} is missing`)
  })

  it.each([
    ['SIGNATURE_TTL_SECONDS', '7776001'],
    ['SIGNATURE_TTL_SECONDS', '1.5'],
    ['MAX_FILE_BYTES', '-1'],
    ['VOD_API_ENDPOINT', 'http://vod.example.com'],
    ['VOD_API_ENDPOINT', 'http://127.0.0.1.example.com'],
    ['AUTH_MODE', 'everyone'],
    ['CALLBACK_SECRET', 'short'],
    ['CALLBACK_SIGN_KEY', 'with-dashes'],
    ['SESSION_SECRET', 'too short'],
    ['STUDIO_NAME', 'N'.repeat(41)],
    ['STUDIO_NAME', 'Two\nlines'],
    ['STUDIO_LOGO', 'http://example.com/logo.png'],
    ['STUDIO_ACCENT', 'teal'],
    ['STUDIO_ACCENT', '#0a6479; color: red'],
    ['STUDIO_FOOTER', 'Terms without a link'],
    ['STUDIO_FOOTER', 'https://example.com/without-label'],
    ['STUDIO_FOOTER', 'Script javascript:alert(1)'],
    ['STUDIO_FOOTER', Array.from({ length: 7 }, () => 'A https://example.org').join(', ')],
    ['ADMIN_CONTACT', 'the admin'],
    ['ADMIN_CONTACT', 'javascript:alert(1)'],
  ])('rejects %s = %s, without repeating the value', (name, value) => {
    const message = failure({ ...bindings, [name]: value })
    expect(message).toContain(name)
    expect(message.replace('AUTH_MODE must be', '')).not.toContain(value)
  })

  it('reads the settings of the studio', () => {
    expect(
      parseConfig({
        ...bindings,
        STUDIO_NAME: ' 港口 TV ',
        STUDIO_FOOTER:
          'Legal notice https://example.com/a,b?c=d,  Privacy https://example.com/privacy',
        ADMIN_CONTACT: 'video@example.com',
      }),
    ).toMatchObject({
      STUDIO_NAME: '港口 TV',
      STUDIO_FOOTER: [
        { label: 'Legal notice', url: 'https://example.com/a,b?c=d' },
        { label: 'Privacy', url: 'https://example.com/privacy' },
      ],
      ADMIN_CONTACT: 'video@example.com',
    })
    const { STUDIO_NAME, STUDIO_FOOTER, STUDIO_ACCENT } = parseConfig(bindings)
    expect([STUDIO_NAME, STUDIO_FOOTER, STUDIO_ACCENT]).toEqual(['Reelferry', [], undefined])
  })

  it.each(['VOD_API_ENDPOINT', 'VOD_UPLOAD_ENDPOINT', 'COS_ENDPOINT'])(
    'rejects the local mode if %s is not on this machine',
    (name) => {
      expect(failure({ ...bindings, [name]: 'https://vod.example.com' })).toContain(
        'AUTH_MODE local',
      )
      expect(failure({ ...bindings, [name]: '' })).toContain('AUTH_MODE local')
    },
  )

  it('requires the variables of each mode', () => {
    expect(failure({ ...bindings, AUTH_MODE: 'jwt' })).toContain('JWT_JWKS_URL')
    expect(failure({ ...bindings, AUTH_MODE: 'access' })).toContain('ACCESS_TEAM_DOMAIN')
    const PLAYER_LICENSE_URL = 'https://license.example/v_cube.license'
    expect(failure({ ...bindings, PLAYER_LICENSE_URL })).toContain('needs PLAYER_KEY')
  })
})
