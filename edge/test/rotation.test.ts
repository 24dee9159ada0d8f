import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { signToken } from '../src/creators/token.ts'
import { bindings } from './bindings.ts'
import { notify, openUpload, problemCode, request, signedInAs, signedQuery } from './client.ts'
import {
  newFileId,
  newFileUpload,
  procedureTask,
  reviewComplete,
  vodAccount,
} from './vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const old = bindings.SESSION_SECRET
const fresh = 'the-next-session-secret-with-32-characters'

describe('rotation of SESSION_SECRET', () => {
  const during = { SESSION_SECRET: fresh, SESSION_SECRET_PREVIOUS: old }
  const after = { SESSION_SECRET: fresh }

  it('keeps creators signed in until the previous secret is removed', async () => {
    const { cookie = '', AUTH_MODE = '' } = await signedInAs('ada')
    const status = async (secrets: object) =>
      (await request('/api/session', { headers: { cookie } }, { AUTH_MODE, ...secrets })).status
    expect([await status({}), await status(during), await status(after)]).toEqual([200, 200, 401])
  })

  it('accepts earlier invitations, and starts sessions with the new secret', async () => {
    const exp = Math.floor(Date.now() / 1000) + 60
    const claims = { sub: 'bea', name: 'Bea', jti: crypto.randomUUID(), exp }
    const invite = await signToken(old, 'invite', claims)
    const invited = { AUTH_MODE: 'invite' }
    const response = await request('/api/session', { json: { invite } }, { ...invited, ...during })
    expect(response.status).toBe(201)
    const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const session = await request('/api/session', { headers: { cookie } }, { ...invited, ...after })
    expect(session.status).toBe(200)
  })

  it('accepts the context of earlier uploads', async () => {
    const uploadId = await openUpload()
    const sourceContext = (await signedQuery(uploadId)).get('sourceContext') ?? ''
    const fileId = newFileId()
    const taskId = `task-${fileId}`
    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    const status = async () =>
      (await (await request(`/api/uploads/${uploadId}`)).json<{ status: string }>()).status
    const event = newFileUpload(fileId, sourceContext, taskId)
    await notify(event, undefined, after)
    expect(await status()).toBe('open')
    await notify(event, undefined, during)
    expect(await status()).toBe('ready')
  })
})

it('accepts VOD’s events about earlier videos after the rotation of SESSION_SECRET', async () => {
  const uploadId = await openUpload('clip.mp4', { VOD_PROCEDURE: '' })
  const sourceContext = (await signedQuery(uploadId)).get('sourceContext') ?? ''
  const fileId = newFileId()
  vod.publish({ fileId, sourceContext, suggestion: 'review' })
  await notify(newFileUpload(fileId, sourceContext))
  const status = async () =>
    (await (await request(`/api/uploads/${uploadId}`)).json<{ status: string }>()).status
  expect(await status()).toBe('processing')
  vod.publish({ fileId, sourceContext, suggestion: 'pass' })
  await notify(reviewComplete(fileId, 'pass'), undefined, { SESSION_SECRET: fresh })
  expect(await status()).toBe('ready')
})

describe('rotation of the callback secrets', () => {
  const during = {
    CALLBACK_SECRET: 'the-next-callback-secret',
    CALLBACK_SECRET_PREVIOUS: bindings.CALLBACK_SECRET,
  }

  it('accepts both secrets and no other', async () => {
    const event = { EventType: 'Test' }
    const status = async (secret: string, configuration: object) =>
      (await notify(event, secret, configuration)).status
    expect(await status(bindings.CALLBACK_SECRET, during)).toBe(200)
    expect(await status(during.CALLBACK_SECRET, during)).toBe(200)
    expect(await problemCode(await notify(event, 'neither-of-the-two', during))).toBe(
      'callback-refused',
    )
    const after = { CALLBACK_SECRET: during.CALLBACK_SECRET }
    expect(await status(bindings.CALLBACK_SECRET, after)).toBe(403)
  })

  it('accepts both sign keys and no other', async () => {
    const T = Math.floor(Date.now() / 1000) + 600
    const signed = (key: string) => ({
      EventType: 'Test',
      T,
      Sign: createHash('md5').update(`${key}${T}`).digest('hex'),
    })
    const keys = { CALLBACK_SIGN_KEY: 'Next1', CALLBACK_SIGN_KEY_PREVIOUS: 'Before1' }
    const status = async (key: string, configuration: object) =>
      (await notify(signed(key), undefined, configuration)).status
    expect(await status('Next1', keys)).toBe(200)
    expect(await status('Before1', keys)).toBe(200)
    expect(await status('Third1', keys)).toBe(403)
    expect(await status('Before1', { CALLBACK_SIGN_KEY: 'Next1' })).toBe(403)
  })
})
