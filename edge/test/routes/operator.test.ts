import { env } from 'cloudflare:workers'
import type { OutcomePage, Report, UploadOutcome } from '@reelferry/contract/operator'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type UploadRecord, type Slot, slots } from '../../src/uploads/upload-record.ts'
import {
  recordFromSummaries,
  summarizeOpened,
  summarizeSlot,
} from '../../src/uploads/record-summary.ts'
import { problemOf, statusOf } from '../../src/uploads/status.ts'
import { notify, openUpload, problemCode, request, signedInAs, signedQuery } from '../client.ts'
import { newFileId, newFileUpload, procedureTask, vodAccount } from '../vod-account.ts'

const OPERATOR_SECRET = 'operator-secret-of-the-tests-with-32-characters'
const headers = { authorization: `Bearer ${OPERATOR_SECRET}` }
const asOperator = (path: string, method = 'GET', configuration = {}) =>
  request(`/api/operator/${path}`, { method, headers }, { OPERATOR_SECRET, ...configuration })

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** A published upload of one creator, whose notification has arrived. */
async function published(creator: Record<string, string>) {
  const { cookie, ...mode } = creator
  const uploadId = await openUpload('holiday.mp4', { cookie, ...mode })
  const sourceContext = (await signedQuery(uploadId, creator)).get('sourceContext') ?? ''
  const fileId = newFileId()
  const taskId = `task-${fileId}`
  vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
  await notify(newFileUpload(fileId, sourceContext, taskId))
  return { uploadId, fileId, sourceContext }
}

/** Fetches the report. */
async function report(configuration = {}): Promise<Report> {
  return (await asOperator('report', 'GET', configuration)).json<Report>()
}

/** Fetches the outcomes of all uploads, from all pages. */
async function allOutcomes(configuration = {}): Promise<UploadOutcome[]> {
  const found: UploadOutcome[] = []
  let query = ''
  for (;;) {
    const response = await asOperator(`uploads${query}`, 'GET', configuration)
    const { outcomes, cursor } = await response.json<OutcomePage>()
    found.push(...outcomes)
    if (cursor === undefined) return found
    query = `?cursor=${encodeURIComponent(cursor)}`
  }
}

/** The KV namespace with other methods. */
const kvWith = (other: Partial<KVNamespace>): KVNamespace =>
  new Proxy(env.UPLOADS, {
    get: (kv, name) => {
      const own = Reflect.get(other, name) ?? Reflect.get(kv, name)
      return typeof own === 'function' ? own.bind(kv) : own
    },
  })

/** KV whose lists end after `limit` keys. */
const shortLists = (limit: number) =>
  kvWith({ list: ((options: object) => env.UPLOADS.list({ ...options, limit })) as never })

/** KV without the keys that were written under `prefix` before. */
function aside(prefix: string): KVNamespace {
  const own = `${prefix}-${crypto.randomUUID()}/`
  const moved = (key: string) => key.replace(new RegExp(`^${prefix}/`), own)
  return kvWith({
    put: ((key: string, ...rest: [string]) => env.UPLOADS.put(moved(key), ...rest)) as never,
    list: ((options: { prefix: string }) =>
      env.UPLOADS.list({ ...options, prefix: moved(options.prefix) })) as never,
  })
}

/** KV that rejects some operations, as it does beyond a daily limit. */
const failing = (...methods: ('put' | 'list')[]) => {
  const refuse = () => Promise.reject(new Error('KV limit exceeded for the day.'))
  return kvWith(Object.fromEntries(methods.map((name) => [name, refuse as never])))
}

/** Keys whose name, metadata or value contains a text. */
async function keysHolding(text: string): Promise<string[]> {
  const found: string[] = []
  let cursor: string | null = null
  do {
    const page: KVNamespaceListResult<unknown, string> = await env.UPLOADS.list({
      limit: 100,
      cursor,
    })
    const names = page.keys.map(({ name }) => name)
    const values = names.length > 0 ? await env.UPLOADS.get(names) : new Map<string, string>()
    for (const { name, metadata } of page.keys)
      if (`${name} ${JSON.stringify(metadata)} ${values.get(name)}`.includes(text)) found.push(name)
    cursor = page.list_complete ? null : page.cursor
  } while (cursor !== null)
  return found
}

describe('the operator routes', () => {
  it.each(['report', 'uploads', 'creators/ada'])(
    'do not exist without the secret: %s',
    async (path) => {
      const unset = await request(`/api/operator/${path}`, { headers })
      const wrong = await request(
        `/api/operator/${path}`,
        { headers: { authorization: 'Bearer another-secret' } },
        { OPERATOR_SECRET },
      )
      const nowhere = await request('/api/operator/nowhere', {}, { OPERATOR_SECRET })
      for (const response of [unset, wrong, nowhere])
        expect([response.status, await problemCode(response)]).toEqual([404, 'route-not-found'])
    },
  )

  it('export all data of one creator only', async () => {
    const ada = await published(await signedInAs('export-ada'))
    await published(await signedInAs('export-bea'))
    const response = await asOperator('creators/export-ada')
    const { uploads } = await response.json<{ uploads: { uploadId: string; opened: object }[] }>()
    expect(uploads.map(({ uploadId }) => uploadId)).toEqual([ada.uploadId])
    expect(uploads[0]?.opened).toMatchObject({ name: 'holiday.mp4', creatorId: 'export-ada' })
  })

  it('erase one creator only, in KV and at VOD', async () => {
    const ada = await published(await signedInAs('erase-ada'))
    const bea = await published(await signedInAs('erase-bea'))
    expect(await (await asOperator('creators/erase-ada', 'DELETE')).json()).toMatchObject({
      erased: 1,
    })
    expect([vod.has(ada.fileId), vod.has(bea.fileId)]).toEqual([false, true])
    expect(await keysHolding('erase-ada')).toEqual([])
    expect(await keysHolding(ada.uploadId)).toEqual([])
    expect(await keysHolding('erase-bea')).not.toEqual([])
  })

  it('erase a running upload when its file arrives', async () => {
    const creator = await signedInAs('erase-cem')
    const uploadId = await openUpload('late.mp4', creator)
    const sourceContext = (await signedQuery(uploadId, creator)).get('sourceContext') ?? ''
    await asOperator('creators/erase-cem', 'DELETE')
    expect(await keysHolding('erase-cem')).toEqual([])
    expect(await keysHolding('late.mp4')).toEqual([])
    const fileId = newFileId()
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    expect(vod.has(fileId)).toBe(false)
  })

  it('erase a file that VOD published while it was unreachable', async () => {
    const creator = await signedInAs('erase-eve')
    const uploadId = await openUpload('unasked.mp4', creator)
    const sourceContext = (await signedQuery(uploadId, creator)).get('sourceContext') ?? ''
    const fileId = newFileId()
    vod.publish({ fileId, sourceContext })
    vod.goOffline()
    await notify(newFileUpload(fileId, sourceContext))
    vod.goOnline()
    await asOperator('creators/erase-eve', 'DELETE')
    expect(vod.has(fileId)).toBe(false)
    expect(await keysHolding('erase-eve')).toEqual([])
    expect(await keysHolding(uploadId)).toEqual([])
  })

  it('keep a record while its file cannot be deleted at VOD', async () => {
    const { fileId } = await published(await signedInAs('erase-dee'))
    vod.goOffline()
    expect((await asOperator('creators/erase-dee', 'DELETE')).status).toBe(503)
    vod.goOnline()
    await asOperator('creators/erase-dee', 'DELETE')
    expect(vod.has(fileId)).toBe(false)
    expect(await keysHolding('erase-dee')).toEqual([])
  })

  it('return the outcome and the discovery of each upload, without names', async () => {
    const before = await allOutcomes()
    await published(await signedInAs('outcome-ada'))
    await openUpload('holiday.mp4', await signedInAs('outcome-ada'))
    const text = await (await asOperator('uploads')).text()
    expect(text).not.toMatch(/holiday|outcome-ada/)
    const added = (await allOutcomes()).length - before.length
    expect(added).toBe(2)
    const { outcomes } = JSON.parse(text) as OutcomePage
    expect(outcomes).toContainEqual({
      status: 'ready',
      openedAt: expect.any(Number),
      bytes: 1000,
      heardBy: 'event',
      heardAt: expect.any(Number),
      secondsToReady: expect.any(Number),
    })
    expect(outcomes).toContainEqual({ status: 'open', openedAt: expect.any(Number) })
  })

  it('count every upload once and completely, wherever a page ends', async () => {
    await published(await signedInAs('pages-ada'))
    await published(await signedInAs('pages-ada'))
    const whole = await allOutcomes()
    const sorted = (outcomes: unknown[]) =>
      outcomes.map((outcome) => JSON.stringify(outcome)).toSorted()
    for (const limit of [1, 2, 3, 5])
      expect(sorted(await allOutcomes({ UPLOADS: shortLists(limit) }))).toEqual(sorted(whole))
  })

  it.each(['nonsense', '{}', '{"next":"x","incomplete":[{}]}'])(
    'reject the invalid cursor %s',
    async (cursor) => {
      const response = await asOperator(`uploads?cursor=${encodeURIComponent(cursor)}`)
      expect([response.status, await problemCode(response)]).toEqual([400, 'invalid-request'])
    },
  )

  it('report the state of VOD’s notifications', async () => {
    expect(await report()).toMatchObject({
      version: '0.1.0',
      authMode: 'local',
      kv: { lists: true, writes: true },
      events: { refusal: 'ResourceNotFound' },
      procedure: { name: 'LongVideoPreset', exists: true },
    })
  })

  it('report whether VOD has the configured task flow', async () => {
    const { procedure } = await report({ VOD_PROCEDURE: 'NobodyMadeIt' })
    expect(procedure).toEqual({ name: 'NobodyMadeIt', exists: false })
    expect((await report({ VOD_PROCEDURE: '' })).procedure).toBeUndefined()
    vod.goOffline()
    expect((await report()).procedure).toEqual({ refusal: 'Unreachable' })
  })

  it('count notifications with a wrong signature, but not those with a wrong secret', async () => {
    const configuration = { CALLBACK_SIGN_KEY: 'key1', UPLOADS: aside('refused') }
    const { refused } = await report(configuration)
    expect(refused).toEqual({ count: 0 })
    const event = newFileUpload('1', 'x')
    const signed = { ...event, T: Math.floor(Date.now() / 1000) + 60, Sign: 'f'.repeat(32) }
    for (let times = 0; times < 3; times++) await notify(signed, undefined, configuration)
    await notify(signed, 'a-strangers-guess', configuration)
    const after = await report(configuration)
    // The first one is written at once; those of the following minute with the next write.
    expect(after.refused).toEqual({ count: 1, lastAt: expect.any(Number) })
    vi.setSystemTime(Date.now() + 60_000)
    await notify(signed, undefined, configuration)
    expect((await report(configuration)).refused.count).toBe(4)
  })

  it('report that KV accepts no writes or does not answer', async () => {
    const full = failing('put')
    expect((await report({ UPLOADS: full })).kv).toEqual({ lists: true, writes: false })
    const silent = failing('put', 'list')
    expect((await report({ UPLOADS: silent })).kv).toEqual({ lists: false, writes: false })
  })
})

describe('the token issuer', () => {
  const keys = 'https://issuer.example/keys'
  const jwt = {
    AUTH_MODE: 'jwt',
    JWT_JWKS_URL: keys,
    JWT_ISSUER: 'https://issuer.example',
    JWT_AUDIENCE: 'studio',
  }
  const publicJwk = async (algorithm: SubtleCryptoGenerateKeyAlgorithm) => {
    const pair = (await crypto.subtle.generateKey(algorithm, true, [
      'sign',
      'verify',
    ])) as CryptoKeyPair
    return (await crypto.subtle.exportKey('jwk', pair.publicKey)) as JsonWebKey
  }
  const rsa = (modulusLength: number) =>
    publicJwk({
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      modulusLength,
      publicExponent: new Uint8Array([1, 0, 1]),
    })
  const ec = (namedCurve: string) => publicJwk({ name: 'ECDSA', namedCurve })
  const issuerAfter = async (answer: () => Response, configuration: object = jwt) => {
    const vods = globalThis.fetch
    vi.stubGlobal('fetch', async (input: URL | string, init: never) =>
      String(input).startsWith('https://issuer.example') ? answer() : vods(input, init),
    )
    return (await report(configuration)).issuer
  }

  it('has the number of keys that can verify a token', async () => {
    const [long, short, p256, p384] = await Promise.all([
      rsa(2048),
      rsa(1024),
      ec('P-256'),
      ec('P-384'),
    ])
    const set = [
      long,
      p256,
      { ...long, alg: 'RS256', use: 'sig' },
      { ...long, use: 'enc' },
      { ...long, alg: 'RS512' },
      short,
      p384,
      { kty: 'RSA', n: 'AQAB' },
      { kty: 'oct', k: 'c2VjcmV0' },
    ]
    const answer = () => Response.json({ keys: set })
    expect(await issuerAfter(answer)).toEqual({ url: keys, usableKeys: 3 })
  })

  it.each([
    ['an error', () => new Response('gone', { status: 410 }), '410'],
    ['a page', () => new Response('<!doctype html>'), 'NoKeySet'],
    ['another JSON', () => Response.json({ jwks: [] }), 'NoKeySet'],
    ['nothing', () => Response.error(), 'Unreachable'],
  ])('answers with %s', async (_, answer, refusal) => {
    const failingOr = () => {
      const response = answer()
      if (response.type === 'error') throw new TypeError('network connection lost')
      return response
    }
    expect(await issuerAfter(failingOr)).toEqual({ refusal })
  })

  it('is Cloudflare Access in access mode, and absent in invite mode', async () => {
    const requests: string[] = []
    const vods = globalThis.fetch
    vi.stubGlobal('fetch', async (input: URL | string, init: never) => {
      if (!String(input).startsWith('https://team.')) return vods(input, init)
      requests.push(String(input))
      return Response.json({ keys: [] })
    })
    const access = {
      AUTH_MODE: 'access',
      ACCESS_TEAM_DOMAIN: 'team.cloudflareaccess.com',
      ACCESS_AUD: 'aud',
    }
    const url = 'https://team.cloudflareaccess.com/cdn-cgi/access/certs'
    expect((await report(access)).issuer).toEqual({ url, usableKeys: 0 })
    expect(requests).toEqual([url])
    expect((await report({ AUTH_MODE: 'invite' })).issuer).toBeUndefined()
  })
})

it('a summary has the status of the record that it summarizes', () => {
  const at = fc.nat(1_000_000)
  const moderation = fc.constantFrom('pass' as const, 'review' as const, 'block' as const)
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
  // Only whether there is a URL can matter. `fc.webUrl()` took most of the time of this test.
  const url = fc.constantFrom('', 'https://vod.example/a.mp4', 'https://vod.example/b.mp4')
  const media = fc.record({
    url,
    extension: fc.constant('mp4'),
    coverUrl: fc.constant(''),
    duration: fc.nat(),
    forbidden: fc.boolean(),
    moderation: maybe(moderation),
  })
  const anyRecord = fc.record({
    uploaded: maybe(
      fc.record(
        { fileId: fc.constant('1'), at, media, taskId: fc.constant('t') },
        { requiredKeys: ['fileId', 'at'] },
      ),
    ),
    procedure: maybe(
      fc.record({
        taskId: fc.constant('t'),
        at,
        state: fc.constantFrom('processing', 'succeeded', 'failed'),
        renditions: fc.array(fc.record({ url, height: fc.nat() }), { maxLength: 2 }),
        partial: fc.boolean(),
        reviewing: fc.boolean(),
        coverUrl: fc.constant(''),
        moderation: maybe(moderation),
      }),
    ),
    review: maybe(fc.record({ at, moderation })),
    deleted: maybe(fc.record({ at })),
  })
  const opened = { creatorId: 'c', name: 'n', size: 1, openedAt: 0 }
  fc.assert(
    fc.property(anyRecord, fc.boolean(), fc.boolean(), (arbitrary, procedure, isOld) => {
      const filled = Object.entries(arbitrary).filter(([, fact]) => fact !== undefined)
      const record = {
        opened: { ...opened, procedure },
        ...Object.fromEntries(filled),
      } as UploadRecord
      const summaries = Object.fromEntries(
        (Object.keys(slots) as Slot[]).flatMap((slot) => {
          const fact = record[slot]
          return fact ? [[slot, summarizeSlot(slot, fact)]] : []
        }),
      )
      const summarized = recordFromSummaries(summarizeOpened(record.opened), summaries)
      const now = isOld ? 5 * 24 * 3600 * 1000 : 1000
      const status = statusOf(record, now)
      expect(statusOf(summarized, now)).toBe(status)
      expect(problemOf(status, summarized)).toBe(problemOf(status, record))
    }),
  )
})
