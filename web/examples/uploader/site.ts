/**
 * The example site, on its own origin: `node web/examples/uploader/site.ts <studio>`
 *
 * It serves the pages in this folder with the strict policy that shared/docs/integrators.md describes, and issues the tokens
 * that identify its users to the studio.
 */
import { generateKeyPairSync, sign } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

const audience = 'reelferry-example'

const types = { html: 'text/html', css: 'text/css', js: 'text/javascript' }

/** The Content-Security-Policy that the element needs. `vod` are the hosts of uploads and media. */
const directivesFor = (studio: string, vod: string): Record<string, string> => ({
  'default-src': "'none'",
  // Audio needs WebAssembly: the studio loads an AAC encoder for browsers without one.
  'script-src': `'self' ${studio} 'wasm-unsafe-eval'`,
  'style-src': "'self'",
  'connect-src': `'self' ${studio} ${vod}`,
  'img-src': `'self' blob: ${vod}`,
  'media-src': 'blob:',
  'worker-src': `blob: ${studio}`,
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
})

/** The permissions that recording needs in the embedding page. */
const permissions = 'camera=(self), microphone=(self), display-capture=(self)'

const policyOf = (directives: Record<string, string>) =>
  Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ')

const tencent =
  'https://vod2.qcloud.com https://vod2.dnsv1.com https://*.myqcloud.com https://*.tencentcos.cn https://*.vod-qcloud.com'

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Issues tokens like an identity provider: JWTs with ES256 (RFC 7515; RFC 7518, 3.4). */
function createIssuer(issuer: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const kid = 'example'
  return {
    keys: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' }] },
    token(seconds: number): string {
      const claims = {
        iss: issuer,
        aud: audience,
        sub: 'ada',
        name: 'Ada Lovelace',
        permissions: ['video:upload'],
        exp: Math.floor(Date.now() / 1000) + seconds,
      }
      const signed = `${base64url({ alg: 'ES256', kid })}.${base64url(claims)}`
      const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
      return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
    },
  }
}

/** Starts the site. Start the studio with `workerEnvironment`, and then call `embed` with the studio's origin. */
export async function startSite(port = 0) {
  /** TTL of the next tokens, seconds. All later tokens are valid for ten minutes. */
  const lifetimes: number[] = []
  const directives: Record<string, string> = {}
  let studio = ''
  let tokens = 0
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin)
    const send = (type: string, body: string | Buffer) => {
      response.setHeader('content-type', type)
      response.setHeader('content-security-policy', policyOf(directives))
      response.setHeader('permissions-policy', permissions)
      response.end(body)
    }
    if (pathname === '/jwks.json') return send('application/json', JSON.stringify(issuer.keys))
    if (pathname === '/token' && request.method === 'POST') {
      tokens++
      return send('text/plain', issuer.token(lifetimes.shift() ?? 600))
    }
    const [, name = 'index', extension = 'html'] = /^\/(?:(site)\.(css|js))?$/.exec(pathname) ?? []
    if (pathname === '/favicon.ico') return response.writeHead(204).end()
    if (pathname !== '/' && name === 'index') return response.writeHead(404).end()
    const file = readFileSync(new URL(`${name}.${extension}`, import.meta.url), 'utf8')
    send(
      `${types[extension as keyof typeof types]}; charset=utf-8`,
      file.replaceAll('https://studio.example', studio),
    )
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const issuer = createIssuer(origin)
  return {
    origin,
    workerEnvironment: {
      AUTH_MODE: 'jwt',
      JWT_JWKS_URL: `${origin}/jwks.json`,
      JWT_ISSUER: origin,
      JWT_AUDIENCE: audience,
      ALLOWED_ORIGINS: origin,
    },
    /** Embeds a studio. `vodHosts` is only needed if its VOD is not Tencent's. */
    embed(studioOrigin: string, vodHosts = tencent) {
      studio = studioOrigin
      Object.assign(directives, directivesFor(studioOrigin, vodHosts))
    },
    /** Directives of the Content-Security-Policy of the pages. */
    directives,
    lifetimes,
    /** Number of issued tokens. */
    issued: () => tokens,
    close: () => server.close(),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const site = await startSite(5180)
  const [, , studio = 'http://localhost:5173', ...vodHosts] = process.argv
  site.embed(studio, vodHosts.length > 0 ? vodHosts.join(' ') : undefined)
  const variables = Object.entries(site.workerEnvironment).map(
    ([name, value]) => `${name}=${value}`,
  )
  console.log(`Another site  ${site.origin}/\nThe studio's variables:\n${variables.join('\n')}`)
}
