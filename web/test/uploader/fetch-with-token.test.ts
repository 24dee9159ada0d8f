import { problem, type UploadId } from '@reelferry/contract'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { edge } from '../../src/api/client.ts'
import { studio } from '../../src/api/origin.ts'
import { fetchWithToken } from '../../src/uploader/fetch-with-token.ts'

const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId

afterEach(() => vi.unstubAllGlobals())

describe('fetchWithToken', () => {
  const origin = 'https://studio.example'

  /** An edge that accepts tokens for which `isGood` is true, and a site that returns one token after the other. */
  function signedInBy(tokens: (string | undefined | Error)[], isGood: (token: string) => boolean) {
    const getToken = vi.fn(async () => {
      const next = tokens.shift()
      if (next instanceof Error) throw next
      return next
    })
    Object.assign(studio, { origin, fetch: fetchWithToken(getToken) })
    const sent: (string | null)[] = []
    vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
      expect(new URL(address).origin).toBe(origin)
      const authorization = new Headers(init.headers).get('authorization')
      sent.push(authorization)
      return authorization && isGood(authorization.replace('Bearer ', ''))
        ? Response.json({ uploadId }, { status: 201 })
        : Response.json(problem('not-signed-in'), { status: 401 })
    })
    return { getToken, sent }
  }

  const open = () => edge.openUpload({ name: 'a.mp4', size: 1, type: 'video/mp4' })

  it('requests a token once, and again after the edge refused it', async () => {
    const ended = new Set<string>()
    const { getToken, sent } = signedInBy(['a.b.one', 'a.b.two'], (token) => !ended.has(token))
    await Promise.all([open(), open()])
    await open()
    expect(getToken).toHaveBeenCalledTimes(1)
    ended.add('a.b.one')
    await Promise.all([open(), open()])
    expect(getToken).toHaveBeenCalledTimes(2)
    expect(sent.at(-1)).toBe('Bearer a.b.two')
    ended.add('a.b.two')
    await expect(open()).rejects.toMatchObject({ code: 'not-signed-in' })
  })

  it('cancels the body of the answer that rejects a token', async () => {
    const cancel = vi.fn()
    signedInBy(['a.b.one', 'a.b.two'], () => true)
    vi.stubGlobal('fetch', async (_: string, init: RequestInit) =>
      new Headers(init.headers).get('authorization') === 'Bearer a.b.one'
        ? new Response(new ReadableStream({ cancel }), { status: 401 })
        : Response.json({ uploadId }, { status: 201 }),
    )
    await open()
    expect(cancel).toHaveBeenCalledOnce()
  })

  it.each([
    ['a missing token', undefined],
    ['an invalid token', 'a b\nc'],
  ])('sends nothing for %s', async (_, none) => {
    const { sent } = signedInBy([none, none], () => true)
    await expect(open()).rejects.toMatchObject({ code: 'not-signed-in' })
    await expect(open()).rejects.toMatchObject({ code: 'not-signed-in' })
    expect(sent).toEqual([])
  })

  it('distinguishes a failing getToken from a missing token, and calls it again', async () => {
    signedInBy([new TypeError('offline'), 'a.b.c'], () => true)
    await expect(open()).rejects.toMatchObject({ code: 'issuer-unavailable' })
    expect(await open()).toEqual({ uploadId })
  })
})
