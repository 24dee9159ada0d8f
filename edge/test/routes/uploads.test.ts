import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { bindings } from '../bindings.ts'
import { openUpload, problemCode, request, signedInAs, signedQuery } from '../client.ts'

const open = (over: object) =>
  request('/api/uploads', { json: { name: 'a.mp4', size: 1000, type: 'video/mp4', ...over } })

describe('POST /api/uploads', () => {
  it('opens an upload that is available immediately', async () => {
    const response = await open({ name: '假 日.v1.mp4' })
    expect(response.status).toBe(201)
    const { uploadId } = await response.json<{ uploadId: string }>()
    expect(uploadId).toMatch(/^[\w-]{22}$/)
    const poll = await request(`/api/uploads/${uploadId}`)
    expect(await poll.json()).toEqual({
      uploadId,
      name: '假 日.v1.mp4',
      openedAt: expect.any(Number),
      status: 'open',
      visibility: 'public',
      retryAfter: 5,
    })
  })

  it.each([
    [{ size: 0 }, 'empty-file'],
    [{ name: ' .mp4' }, 'invalid-name'],
    [{ name: 'noextension', type: '' }, 'not-a-video'],
    [{ name: 'a.txt', type: 'text/plain' }, 'not-a-video'],
    [{ size: Number(bindings.MAX_FILE_BYTES) + 1 }, 'file-too-large'],
    [{ size: -1 }, 'invalid-request'],
    [{ size: 1.5 }, 'invalid-request'],
    [{ name: 7 }, 'invalid-request'],
    [{ more: 'than asked' }, 'invalid-request'],
  ])('refuses %j: %s', async (over, code) => {
    const response = await open(over)
    expect(response.status).toBe(400)
    expect(await problemCode(response)).toBe(code)
  })

  it('rejects a body that is not JSON without repeating it', async () => {
    const response = await request('/api/uploads', {
      method: 'POST',
      body: '{"name":"<script>',
      headers: { 'content-type': 'application/json' },
    })
    expect(response.status).toBe(400)
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ code: 'invalid-request', status: 400 })
    expect(text).not.toContain('script')
  })

  it('rejects a body that is too large', async () => {
    const response = await open({ name: `${'a'.repeat(20_000)}.mp4` })
    expect([response.status, await problemCode(response)]).toEqual([413, 'body-too-large'])
  })
})

describe('POST /api/uploads/:uploadId/signature', () => {
  it('signs one call of this upload, for a short time', async () => {
    const uploadId = await openUpload()
    const before = Math.floor(Date.now() / 1000)
    const query = await signedQuery(uploadId)
    const number = (name: string) => Number(query.get(name))
    expect(query.get('secretId')).toBe(bindings.VOD_SECRET_ID)
    expect(query.get('currentTimeStamp')).toMatch(/^\d+$/)
    expect(number('currentTimeStamp')).toBeGreaterThanOrEqual(before)
    expect(number('expireTime') - number('currentTimeStamp')).toBe(600)
    expect(query.get('random')).toMatch(/^\d+$/)
    expect(number('random')).toBeLessThanOrEqual(4294967295)
    expect(query.get('oneTimeValid')).toBe('1')
    expect(query.get('procedure')).toBe(bindings.VOD_PROCEDURE)
    expect(query.get('sourceContext')).toMatch(new RegExp(`^${uploadId}\\.[\\w-]{22}$`))
  })

  it('issues a different signature for each call, with the same context', async () => {
    const uploadId = await openUpload()
    const [first, second] = [await signedQuery(uploadId), await signedQuery(uploadId)]
    expect(first.get('random')).not.toBe(second.get('random'))
    expect(first.get('sourceContext')).toBe(second.get('sourceContext'))
  })

  it('contains the operator’s configuration', async () => {
    const query = await signedQuery(await openUpload(), {
      VOD_SUB_APP_ID: '1500000001',
      VOD_CLASS_ID: '7',
      VOD_STORAGE_REGION: 'ap-chongqing',
      SIGNATURE_TTL_SECONDS: '60',
      VOD_PROCEDURE: '',
    })
    expect(Object.fromEntries(query)).toMatchObject({
      vodSubAppId: '1500000001',
      classId: '7',
      storageRegion: 'ap-chongqing',
    })
    expect(query.has('procedure')).toBe(false)
    expect(Number(query.get('expireTime')) - Number(query.get('currentTimeStamp'))).toBe(60)
  })

  it('does not sign an upload that exceeds a lowered limit', async () => {
    const path = `/api/uploads/${await openUpload()}/signature`
    const response = await request(path, { method: 'POST' }, { MAX_FILE_BYTES: '999' })
    expect([response.status, await problemCode(response)]).toEqual([400, 'file-too-large'])
  })

  it.each(['AAAAAAAAAAAAAAAAAAAAAA', 'short', '..%2f..'])(
    'does not find the upload %s',
    async (id) => {
      const response = await request(`/api/uploads/${id}/signature`, { method: 'POST' })
      expect([response.status, await problemCode(response)]).toEqual([404, 'upload-not-found'])
    },
  )

  it('does not sign for another creator’s upload', async () => {
    const owner = await signedInAs('owner')
    const path = `/api/uploads/${await openUpload('clip.mp4', owner)}/signature`
    const sign = async (as: object) => {
      const response = await request(path, { method: 'POST' }, { ...as })
      return [response.status, await problemCode(response)]
    }
    // Before and after the record is in the cache.
    expect(await sign(await signedInAs('someone-else'))).toEqual([404, 'upload-not-found'])
    expect(await sign(owner)).toEqual([200, 'none'])
    expect(await sign(await signedInAs('someone-else'))).toEqual([404, 'upload-not-found'])
  })
})

describe('GET /api/uploads/:uploadId', () => {
  it('answers 304 if the page has the current status', async () => {
    const path = `/api/uploads/${await openUpload()}`
    const etag = (await request(path)).headers.get('etag') ?? ''
    expect(etag).not.toBe('')
    const again = await request(path, { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(304)
  })
})

describe('GET /api/uploads', () => {
  const page = async (creator: string, cursor = '') => {
    const query = cursor && `?cursor=${encodeURIComponent(cursor)}`
    const response = await request(`/api/uploads${query}`, {}, await signedInAs(creator))
    return response.json<{ uploads: { name: string }[]; cursor?: string }>()
  }

  it('lists the creator’s uploads in pages, newest first', async () => {
    const as = await signedInAs('lister')
    const names = Array.from({ length: 25 }, (_, index) => `reel ${index}.mp4`)
    for (const name of names) await openUpload(name, as)
    await openUpload('someone else’s.mp4', await signedInAs('other'))
    const first = await page('lister')
    expect(first.uploads).toHaveLength(20)
    const second = await page('lister', first.cursor)
    expect(second.cursor).toBeUndefined()
    const listed = [...first.uploads, ...second.uploads].map(({ name }) => name)
    expect(listed.toSorted()).toEqual(names.toSorted())
  })
})

describe('PATCH /api/uploads/:uploadId', () => {
  const edit = (uploadId: string, json: object, configuration = {}) =>
    request(`/api/uploads/${uploadId}`, { method: 'PATCH', json }, configuration)

  it('changes only the given members', async () => {
    const uploadId = await openUpload()
    await edit(uploadId, { title: ' Holiday ', description: 'By the sea' })
    await edit(uploadId, { title: 'Holidays' })
    const upload = await (await request(`/api/uploads/${uploadId}`)).json()
    expect(upload).toMatchObject({ title: 'Holidays', description: 'By the sea' })
  })

  it('rejects long values, unknown members and other creators', async () => {
    const uploadId = await openUpload()
    expect((await edit(uploadId, { title: 'x'.repeat(201) })).status).toBe(400)
    expect((await edit(uploadId, { creatorId: 'me' })).status).toBe(400)
    expect((await edit(uploadId, { visibility: 'secret' })).status).toBe(400)
    const other = await edit(uploadId, { title: 'mine' }, await signedInAs('other'))
    expect(await problemCode(other)).toBe('upload-not-found')
  })
})

describe('DELETE /api/uploads/:uploadId', () => {
  it('deletes an upload without a file, and signs nothing for it any more', async () => {
    const uploadId = await openUpload()
    expect((await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })).status).toBe(204)
    const upload = await (await request(`/api/uploads/${uploadId}`)).json()
    expect(upload).toMatchObject({ status: 'deleted' })
    const response = await request(`/api/uploads/${uploadId}/signature`, { method: 'POST' })
    expect([response.status, await problemCode(response)]).toEqual([409, 'upload-closed'])
  })
})

describe('limits of a creator', () => {
  it('apply to uploads per day and to concurrent uploads', async () => {
    const open = async (limits: object) => {
      const json = { name: 'a.mp4', size: 1, type: 'video/mp4' }
      const as = { ...(await signedInAs('limited')), ...limits }
      return request('/api/uploads', { json }, as)
    }
    expect((await open({ UPLOADS_PER_DAY: '2' })).status).toBe(201)
    expect((await open({ CONCURRENT_UPLOADS: '2' })).status).toBe(201)
    const daily = await open({ UPLOADS_PER_DAY: '2' })
    expect([daily.status, await problemCode(daily)]).toEqual([429, 'daily-limit'])
    expect(await problemCode(await open({ CONCURRENT_UPLOADS: '2' }))).toBe('too-many-uploads')
  })
})

it('an upload gets signatures regardless of its age', async () => {
  const uploadId = await openUpload()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 24 * 3600 * 1000 })
  const response = await request(`/api/uploads/${uploadId}/signature`, { method: 'POST' })
  vi.useRealTimers()
  expect(response.status).toBe(200)
})

describe('an upload that was deleted', () => {
  it('does not count as concurrent', async () => {
    const as = { ...(await signedInAs('wrong-file')), CONCURRENT_UPLOADS: '1' }
    const open = () => openUpload('wrong.mp4', as)
    const first = await open()
    expect(await open()).toBeUndefined()
    await request(`/api/uploads/${first}`, { method: 'DELETE' }, as)
    expect(await open()).toMatch(/./)
  })
})

describe('limits in a token', () => {
  const limited = (limits: object) => signedInAs('limited-by-claims', limits)
  const openAs = async (size: number, as: Record<string, unknown>) => {
    const json = { name: 'a.mp4', size, type: 'video/mp4' }
    const response = await request('/api/uploads', { json }, as)
    return [response.status, await problemCode(response)]
  }

  it('replace the studio’s limits, upwards and downwards', async () => {
    expect(await openAs(2001, await limited({ maxFileBytes: 2000 }))).toEqual([
      400,
      'file-too-large',
    ])
    const more = { ...(await limited({ maxFileBytes: 2000 })), MAX_FILE_BYTES: '1000' }
    expect(await openAs(2000, more)).toEqual([201, 'none'])
    expect(await openAs(1, await limited({ uploadsPerDay: 1 }))).toEqual([429, 'daily-limit'])
    expect(await openAs(1, await limited({ concurrentUploads: 1 }))).toEqual([
      429,
      'too-many-uploads',
    ])
    const unlimited = { ...(await limited({ uploadsPerDay: 0 })), UPLOADS_PER_DAY: '1' }
    expect(await openAs(1, unlimited)).toEqual([201, 'none'])
  })

  it('apply to signatures, and are in the page’s configuration', async () => {
    const path = `/api/uploads/${await openUpload('clip.mp4', await limited({}))}/signature`
    const less = await request(path, { method: 'POST' }, await limited({ maxFileBytes: 999 }))
    expect(await problemCode(less)).toBe('file-too-large')
    const config = await request('/api/config', {}, await limited({ maxFileBytes: 7 }))
    expect(await config.json()).toMatchObject({ maxFileBytes: 7 })
  })

  it.each([{ maxFileBytes: -1 }, { uploadsPerDay: '5' }, { uploadsPerHour: 5 }])(
    'make a token with %j invalid',
    async (limits) => {
      expect(await openAs(1, await limited(limits))).toEqual([401, 'not-signed-in'])
    },
  )
})

describe('POST /api/signature', () => {
  it('answers mobile clients in the format of Tencent’s sample, for one upload', async () => {
    const response = await request('/api/signature', { method: 'POST' })
    const { code, message, data } = await response.json<{
      code: number
      message: string
      data: { signature: string }
    }>()
    expect([code, message]).toEqual([0, 'ok'])
    const query = new URLSearchParams(atob(data.signature).slice(20))
    expect(query.get('oneTimeValid')).toBe('0')
    const uploadId = query.get('sourceContext')?.split('.')[0] ?? ''
    expect((await request(`/api/uploads/${uploadId}`)).status).toBe(200)
  })
})

describe('KV', () => {
  it('stores the opened upload, and its position in the creator’s list', async () => {
    const older = await openUpload('older.mp4')
    const newer = await openUpload('newer.mp4')
    const { keys } = await env.UPLOADS.list<{ name: string }>({ prefix: 'creator/local/' })
    const ids = keys.map(({ name }) => name.split('/').at(-1))
    expect(ids.indexOf(newer)).toBeLessThan(ids.indexOf(older))
    expect(keys.find(({ name }) => name.endsWith(newer))?.metadata).toEqual({
      name: 'newer.mp4',
      size: 1000,
    })
  })
})
