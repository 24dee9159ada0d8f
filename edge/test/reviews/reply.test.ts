import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { problemCode, request, signedInAs } from '../client.ts'
import { vodAccount } from '../vod-account.ts'
import { asOperator, decide, queue, reviewedVideo } from './studio.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const review = async (uploadId: string, configuration = {}) =>
  (await request(`/api/uploads/${uploadId}/review`, {}, configuration)).json()
const reply = (uploadId: string, text: string, configuration = {}) =>
  request(`/api/uploads/${uploadId}/reply`, { json: { text } }, configuration)

describe('a reply', () => {
  it('puts a blocked video into the queue, once', async () => {
    const { uploadId } = await reviewedVideo(vod, 'review')
    await decide([uploadId], 'block')
    expect((await queue()).has(uploadId)).toBe(false)
    expect(await review(uploadId)).toMatchObject({ mayReply: true })
    const answer = await reply(uploadId, ' The password is invented ')
    expect(await answer.json()).toMatchObject({
      decision: { decision: 'block', reason: 'It shows a password' },
      reply: { text: 'The password is invented' },
      mayReply: false,
    })
    expect((await queue()).get(uploadId)).toMatchObject({
      status: 'rejected',
      sources: [],
      reply: { text: 'The password is invented' },
      decision: { decision: 'block', by: 'Olga' },
    })
    expect(await problemCode(await reply(uploadId, 'Again'))).toBe('reply-closed')
    expect(await review(uploadId)).toMatchObject({ mayReply: false })
  })

  it('can answer a block by VOD, and the next block again', async () => {
    const { uploadId } = await reviewedVideo(vod, 'block')
    expect((await reply(uploadId, 'One')).status).toBe(200)
    await decide([uploadId], 'block', 'Still not allowed')
    expect((await queue()).has(uploadId)).toBe(false)
    expect((await reply(uploadId, 'Two')).status).toBe(200)
    expect((await queue()).get(uploadId)?.reply?.text).toBe('Two')
  })

  it.each(['', ' ', 'x'.repeat(1001), 5])('rejects an invalid text: %j', async (text) => {
    const { uploadId } = await reviewedVideo(vod, 'block')
    const answer = await request(`/api/uploads/${uploadId}/reply`, { json: { text } })
    expect(await problemCode(answer)).toBe('invalid-request')
  })

  it('is only possible for the creator of a blocked video', async () => {
    const ready = await reviewedVideo(vod, 'pass')
    expect(await problemCode(await reply(ready.uploadId, 'Why?'))).toBe('reply-closed')
    const { uploadId } = await reviewedVideo(vod, 'block')
    const stranger = await signedInAs('stranger')
    expect(await problemCode(await reply(uploadId, 'Mine', stranger))).toBe('upload-not-found')
    const nobody = { AUTH_MODE: 'invite' }
    expect(await problemCode(await reply(uploadId, 'Mine', nobody))).toBe('not-signed-in')
    const answer = await request(`/api/uploads/${uploadId}/review`, {}, stranger)
    expect(await problemCode(answer)).toBe('upload-not-found')
  })

  it('is exported and erased with the data of its creator', async () => {
    const as = await signedInAs('replying-creator')
    const { uploadId } = await reviewedVideo(vod, 'block', as)
    await reply(uploadId, 'Please look again', as)
    const exported = await asOperator('creators/replying-creator', undefined, as)
    expect(await exported.json()).toMatchObject({
      uploads: [{ uploadId, reply: { text: 'Please look again' } }],
    })
    const headers = { authorization: `Bearer operator-secret-of-the-tests-with-32-characters` }
    await request(
      '/api/operator/creators/replying-creator',
      { method: 'DELETE', headers },
      { ...as, OPERATOR_SECRET: 'operator-secret-of-the-tests-with-32-characters' },
    )
    const left = [
      ...(await env.UPLOADS.list({ prefix: `upload/${uploadId}` })).keys,
      ...(await env.UPLOADS.list({ prefix: 'queue/' })).keys,
    ].filter(({ name }) => name.includes(uploadId))
    expect(left).toEqual([])
  })
})
