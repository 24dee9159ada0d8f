import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { dropCached, putCached } from '../../src/lib/location-cache.ts'
import { problemCode, request, signedInAs } from '../client.ts'
import { publishedVideo } from '../published-video.ts'
import { vodAccount } from '../vod-account.ts'
import { decide, OPERATOR_SECRET, queue, reviewedVideo } from './studio.ts'

let vod: ReturnType<typeof vodAccount>
let nextNetwork = 1

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

/** A network that no other test uses. */
const newNetwork = () => `198.51.${Math.floor(nextNetwork / 250)}.${(nextNetwork++ % 250) + 1}`

const report = (
  fileId: string,
  {
    from = newNetwork(),
    json = { category: 'violence', text: 'At 0:10' } as unknown,
    configuration = {},
  } = {},
) =>
  request(
    `/api/videos/${fileId}/reports`,
    { json, headers: { 'cf-connecting-ip': from } },
    { OPERATOR_SECRET, ...configuration },
  )

const reportKeys = async (uploadId: string) =>
  (await env.UPLOADS.list({ prefix: 'queue/' })).keys.filter(({ name }) => name.includes(uploadId))

describe('a report', () => {
  it('puts a published video into the queue, which stays playable', async () => {
    const { uploadId, fileId } = await publishedVideo(vod)
    expect((await report(fileId)).status).toBe(202)
    await report(fileId, { json: { category: 'something-else' } })
    const item = (await queue()).get(uploadId)
    expect(item).toMatchObject({ status: 'ready' })
    expect(item?.reports.map(({ category, text }) => [category, text]).toSorted()).toEqual([
      ['something-else', ''],
      ['violence', 'At 0:10'],
    ])
    expect(await (await request(`/api/videos/${fileId}`)).json()).toMatchObject({ status: 'ready' })
  })

  it('is answered by a decision; a later one asks again', async () => {
    const { uploadId, fileId } = await publishedVideo(vod)
    await report(fileId)
    await decide([uploadId], 'approve')
    expect((await queue()).has(uploadId)).toBe(false)
    await report(fileId)
    expect((await queue()).get(uploadId)?.reports).toHaveLength(1)
  })

  it('of the same network is stored once a day for each video', async () => {
    const [first, second] = [await publishedVideo(vod), await publishedVideo(vod)]
    const from = newNetwork()
    for (const { fileId } of [first, first, second])
      expect((await report(fileId, { from })).status).toBe(202)
    expect(await reportKeys(first.uploadId)).toHaveLength(1)
    expect(await reportKeys(second.uploadId)).toHaveLength(1)
  })

  it('contains nothing about the viewer', async () => {
    const { uploadId, fileId } = await publishedVideo(vod)
    const from = newNetwork()
    await report(fileId, { from })
    expect(JSON.stringify(await reportKeys(uploadId))).not.toContain(from)
  })

  it('has a limit of five a minute for each network', async () => {
    const as = { ...(await signedInAs('ada')) }
    const from = newNetwork()
    const { fileId } = await publishedVideo(vod)
    const answers = []
    for (let count = 0; count < 6; count++)
      answers.push(await report(fileId, { from, configuration: { AUTH_MODE: as.AUTH_MODE } }))
    expect(answers.slice(0, 5).map(({ status }) => status)).toEqual([202, 202, 202, 202, 202])
    expect(await problemCode(answers[5] ?? new Response())).toBe('too-many-requests')
  })

  it('is refused when a location has stored a hundred in a day', async () => {
    const key = `reports/count/${Math.floor(Date.now() / 86_400_000)}`
    const { uploadId, fileId } = await publishedVideo(vod)
    await putCached(key, 100, 60)
    expect(await problemCode(await report(fileId))).toBe('too-many-requests')
    await dropCached(key)
    expect(await reportKeys(uploadId)).toEqual([])
  })

  it.each([{ VIDEO_REPORTS: 'off' }, { OPERATOR_SECRET: '' }])(
    'does not exist with %j',
    async (configuration) => {
      const { fileId } = await publishedVideo(vod)
      expect(await problemCode(await report(fileId, { configuration }))).toBe('route-not-found')
      const { reports } = await (
        await request('/api/config', {}, { OPERATOR_SECRET, ...configuration })
      ).json<{ reports?: boolean }>()
      expect(reports).toBeUndefined()
    },
  )

  it.each([{}, { category: 'boring' }, { category: 'something-else', text: 'x'.repeat(251) }])(
    'rejects an invalid body: %j',
    async (json) => {
      const { fileId } = await publishedVideo(vod)
      expect(await problemCode(await report(fileId, { json }))).toBe('invalid-request')
    },
  )

  it('is only possible for a video that the viewer can watch', async () => {
    const hidden = await reviewedVideo(vod, 'review')
    expect(await problemCode(await report(hidden.fileId))).toBe('video-not-found')
    const secret = await publishedVideo(vod, { visibility: 'private' })
    const nobody = { AUTH_MODE: 'invite' }
    const answer = await report(secret.fileId, { configuration: nobody })
    expect(await problemCode(answer)).toBe('video-not-found')
    expect(await problemCode(await report('no-id'))).toBe('video-not-found')
  })

  it('keeps within the size of KV’s metadata, whatever its text is', async () => {
    for (const text of [
      '字'.repeat(250),
      '"'.repeat(250),
      '\u0001'.repeat(250),
      '\ud800'.repeat(250),
    ]) {
      const { uploadId, fileId } = await publishedVideo(vod)
      expect((await report(fileId, { json: { category: 'something-else', text } })).status).toBe(
        202,
      )
      expect(await reportKeys(uploadId)).toHaveLength(1)
    }
  })
})
