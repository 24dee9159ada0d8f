import { env } from 'cloudflare:workers'
import { problems } from '@reelferry/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest'
import { app } from '../src/app.ts'
import { describedRoutes } from '../src/http/openapi.ts'
import { bindings } from './bindings.ts'
import { openUpload, request, signedInAs } from './client.ts'
import { newFileId, vodAccount } from './vod-account.ts'

/** No answer to another creator may contain it. */
const secretName = 'the name nobody else may see.mp4'

let victim: string
let stranger: Record<string, unknown>

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  vodAccount()
  victim = await openUpload(secretName, await signedInAs('victim'))
  // The rate limit would answer most of them.
  const RATE_LIMIT = { limit: async () => ({ success: true }) }
  stranger = { ...(await signedInAs('stranger')), RATE_LIMIT }
})

afterAll(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary', maxLength: 2000 }),
  fc.constantFrom('', '0', 'null', '../..', '%00', '%', '__proto__', 'constructor', '<script>'),
)

const segment = fc.oneof(
  anyText.map(encodeURIComponentSafely),
  fc.constant(null).map(() => victim),
  fc.constantFrom('uploads', 'signature', 'session', newFileId(), bindings.CALLBACK_SECRET),
)

function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

/** Every route of the OpenAPI description, with arbitrary parameters. */
const paths = Object.keys(describedRoutes(app.routes)).map((key) => key.split(' ')[1] ?? '')
const described = [...new Set(paths)].map((template) =>
  segment.map((value) =>
    template.replace(':secret', bindings.CALLBACK_SECRET).replace(/:\w+/, () => value),
  ),
)

const path = fc.oneof(
  { weight: 3, arbitrary: fc.oneof(...described) },
  segment.map((value) => `/api/vod/events/${value}`),
  fc.constantFrom('/', '/watch/1', '/embed/1'),
  fc.array(segment, { maxLength: 5 }).map((segments) => `/api/${segments.join('/')}`),
)

const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  fc
    .tuple(fc.constantFrom('cursor', 'fileId', 'url', 'format', 'maxwidth'), anyText)
    .map(([name, value]) => `?${name}=${encodeURIComponentSafely(value)}`),
)

const likelyBody = fc.record(
  {
    name: fc.oneof(anyText, fc.constant('a.mp4')),
    size: fc.oneof(fc.integer(), fc.double(), fc.constant(1000), anyText),
    type: fc.oneof(anyText, fc.constant('video/mp4')),
    title: anyText,
    invite: anyText,
    EventType: fc.constantFrom('NewFileUpload', 'ProcedureStateChanged', 'FileDeleted', 'x'),
    FileUploadEvent: fc.record({ FileId: fc.oneof(anyText, fc.constant(newFileId())) }),
    ProcedureStateChangeEvent: fc.anything(),
    FileDeleteEvent: fc.record({ FileIdSet: fc.array(anyText, { maxLength: 3 }) }),
  },
  { requiredKeys: [] },
)

const body = fc.oneof(
  fc.constant(undefined),
  anyText,
  fc.json(),
  likelyBody.map((value) => JSON.stringify(value)),
)

const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS')

const headers = fc.record(
  {
    'content-type': fc.constantFrom('application/json', 'text/plain', 'application/xml'),
    origin: fc.constantFrom('https://elsewhere.example', 'null', 'http://localhost:5173'),
    'if-none-match': fc.constantFrom('*', '"x"', 'W/"x"'),
    authorization: fc.constantFrom('Bearer x', 'Bearer a.b.c', 'Basic x'),
  },
  { requiredKeys: [] },
)

it(
  'never answers 5xx, never repeats submitted values, never shows another creator’s upload',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        path,
        query,
        method,
        headers,
        body,
        async (path, query, method, headers, body) => {
          const withBody = body !== undefined && method !== 'GET' && method !== 'HEAD'
          const response = await request(
            path + query,
            { method, headers, ...(withBody && { body }) },
            stranger,
          )
          const text = await response.text()
          // oEmbed answers 501 for a format that is not supported.
          if (response.status !== 501) expect(response.status).toBeLessThan(500)
          expect(text).not.toContain(secretName)
          if (path.startsWith('/api/') && response.status >= 400 && method !== 'HEAD') {
            expect(response.headers.get('content-type')).toContain('application/problem+json')
            expect(Object.keys(problems)).toContain(JSON.parse(text).code)
          }
        },
      ),
      { numRuns: inject('fuzzRuns'), endOnFailure: true },
    )
    const opened = await env.UPLOADS.get(`upload/${victim}/deleted`)
    expect(opened).toBeNull()
  },
  inject('fuzzTimeoutMs'),
)

declare module 'vitest' {
  interface ProvidedContext {
    fuzzRuns: number
    fuzzTimeoutMs: number
  }
}
