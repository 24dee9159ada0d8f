import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Facts, type Slot, slots } from '../../src/uploads/facts.ts'
import { factsFrom, outlineOpened, outlineSlot } from '../../src/uploads/outline.ts'
import { problemOf, statusOf } from '../../src/uploads/status.ts'
import type { OutlinedRecord } from '../../src/uploads/store.ts'
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
})

/** An upload of one creator that VOD has published and told of. */
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

/** Keys whose name, metadata or value holds a text. */
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

describe('the operator’s routes', () => {
  it.each(['report', 'records', 'creators/ada'])(
    'are not there without the secret: %s',
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

  it('hand out all that is kept of a creator, and nothing of another', async () => {
    const ada = await published(await signedInAs('export-ada'))
    await published(await signedInAs('export-bea'))
    const response = await asOperator('creators/export-ada')
    const { uploads } = await response.json<{ uploads: { uploadId: string; opened: object }[] }>()
    expect(uploads.map(({ uploadId }) => uploadId)).toEqual([ada.uploadId])
    expect(uploads[0]?.opened).toMatchObject({ name: 'holiday.mp4', creatorId: 'export-ada' })
  })

  it('erase a creator, here and at VOD, and nobody else', async () => {
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

  it('erase what is still being sent once it comes', async () => {
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

  it('erase nothing here that VOD still has', async () => {
    const { fileId } = await published(await signedInAs('erase-dee'))
    vod.goOffline()
    expect((await asOperator('creators/erase-dee', 'DELETE')).status).toBe(503)
    vod.goOnline()
    await asOperator('creators/erase-dee', 'DELETE')
    expect(vod.has(fileId)).toBe(false)
    expect(await keysHolding('erase-dee')).toEqual([])
  })

  it('outline each record, and who told of it, without a name', async () => {
    const { uploadId } = await published(await signedInAs('outline-ada'))
    const text = await (await asOperator('records')).text()
    expect(text).not.toContain('holiday')
    expect(text).not.toContain('outline-ada')
    const { records } = JSON.parse(text) as { records: OutlinedRecord[] }
    const own = records.filter((record) => record.uploadId === uploadId)
    expect(own.map(({ slot }) => slot)).toEqual(['opened', 'procedure', 'uploaded'])
    expect(own.find(({ slot }) => slot === 'uploaded')?.outline.by).toBe('event')
  })

  it('tell in what state VOD’s notifications are', async () => {
    const response = await asOperator('report')
    expect(await response.json()).toMatchObject({
      version: '0.1.0',
      authMode: 'local',
      kv: { answers: true },
      events: { refusal: 'ResourceNotFound' },
    })
  })
})

it('an outline comes to the same status as what it outlines', () => {
  const at = fc.nat(1_000_000)
  const moderation = fc.constantFrom('pass' as const, 'review' as const, 'block' as const)
  const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
  const media = fc.record({
    url: fc.webUrl(),
    extension: fc.constant('mp4'),
    coverUrl: fc.constant(''),
    duration: fc.nat(),
    forbidden: fc.boolean(),
  })
  const anyFacts = fc.record({
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
        renditions: fc.array(fc.record({ url: fc.webUrl(), height: fc.nat() }), { maxLength: 2 }),
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
    fc.property(anyFacts, fc.boolean(), fc.boolean(), (arbitrary, procedure, isOld) => {
      const filled = Object.entries(arbitrary).filter(([, fact]) => fact !== undefined)
      const facts = { opened: { ...opened, procedure }, ...Object.fromEntries(filled) } as Facts
      const outlines = Object.fromEntries(
        (Object.keys(slots) as Slot[]).flatMap((slot) => {
          const fact = facts[slot]
          return fact ? [[slot, outlineSlot(slot, fact, 'event')]] : []
        }),
      )
      const outlined = factsFrom(outlineOpened(facts.opened), outlines)
      const now = isOld ? 5 * 24 * 3600 * 1000 : 1000
      const status = statusOf(facts, now)
      expect(statusOf(outlined, now)).toBe(status)
      expect(problemOf(status, outlined)).toBe(problemOf(status, facts))
    }),
  )
})
