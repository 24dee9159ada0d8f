import { problem, type UploadId } from '@reelferry/contract'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { edge, EdgeError } from '../../src/api/client.ts'

const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId
const json = (body: unknown, status = 200) => Response.json(body, { status })

/** The network, which answers every request with `answer`. */
function networkThat(answer: () => Response | Promise<Response>) {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => answer())
  vi.stubGlobal('fetch', fetch)
  return fetch
}

afterEach(() => vi.unstubAllGlobals())

describe('the edge', () => {
  it('opens an upload by what the contract says', async () => {
    const fetch = networkThat(() => json({ uploadId }, 201))
    expect(await edge.openUpload({ name: 'a.mp4', size: 1, type: 'video/mp4' })).toEqual({
      uploadId,
    })
    const [path, init] = fetch.mock.calls[0] ?? []
    expect([path, init?.method, init?.body]).toEqual([
      `${location.origin}/api/uploads`,
      'POST',
      '{"name":"a.mp4","size":1,"type":"video/mp4"}',
    ])
  })

  it('asks for a new signature each time', async () => {
    const fetch = networkThat(() => json({ signature: 's', expiresAt: 1 }))
    await edge.signature(uploadId)
    await edge.signature(uploadId)
    expect(fetch.mock.calls.map(([path, init]) => [path, init?.method])).toEqual([
      [`${location.origin}/api/uploads/${uploadId}/signature`, 'POST'],
      [`${location.origin}/api/uploads/${uploadId}/signature`, 'POST'],
    ])
  })

  it('signs out without a body to read', async () => {
    networkThat(() => new Response(null, { status: 204 }))
    expect(await edge.signOut()).toBeUndefined()
  })

  it('keeps what is in a path from being more than one step of it', async () => {
    const fetch = networkThat(() => json(problem('video-not-found'), 404))
    await expect(edge.video('../session')).rejects.toThrow()
    expect(fetch.mock.calls[0]?.[0]).toBe(`${location.origin}/api/videos/..%2Fsession`)
  })

  it.each([
    ['its refusal', () => json(problem('upload-closed'), 409), 'upload-closed'],
    ['a proxy’s error page', () => new Response('<h1>502</h1>', { status: 502 }), 'network-lost'],
    ['an error of nobody’s', () => new Response('no', { status: 418 }), 'unexpected'],
    ['a problem it does not have', () => json({ code: 'made-up' }, 400), 'unexpected'],
    ['another shape than agreed', () => json({ uploadId: 'short' }), 'unexpected'],
    ['no JSON at all', () => new Response('<!doctype html>'), 'unexpected'],
    ['no answer', () => Promise.reject(new TypeError('Failed to fetch')), 'network-lost'],
  ])('answers %s with a code', async (_, answer, code) => {
    networkThat(answer)
    const call = edge.openUpload({ name: 'a.mp4', size: 1, type: '' })
    await expect(call).rejects.toBeInstanceOf(EdgeError)
    await expect(call).rejects.toMatchObject({ code })
  })

  describe('that takes a connection and does not answer', () => {
    /** The time for an answer is over when the test says so. */
    let over = new AbortController()
    const timeout = vi.spyOn(AbortSignal, 'timeout')
    beforeEach(() => {
      over = new AbortController()
      timeout.mockReturnValue(over.signal)
    })
    afterAll(() => timeout.mockRestore())

    /** The network as a browser has it: what is under way ends with its signal. */
    const endless = (body: (ended: Promise<never>) => Response | Promise<never>) =>
      vi.stubGlobal('fetch', async (_: string, { signal }: RequestInit) => {
        const ended = new Promise<never>((_, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason)),
        )
        ended.catch(() => undefined)
        return body(ended)
      })

    it.each([
      ['at all', (ended: Promise<never>) => ended],
      [
        'to the end',
        (ended: Promise<never>) =>
          Object.assign(new Response(), { text: () => ended, json: () => ended }),
      ],
    ])('%s is out of reach after half a minute', async (_, body) => {
      endless(body)
      const call = edge.signature(uploadId)
      const outcome = expect(call).rejects.toMatchObject({
        name: 'EdgeError',
        code: 'network-lost',
      })
      expect(timeout).toHaveBeenLastCalledWith(30_000)
      over.abort(new DOMException('', 'TimeoutError'))
      await outcome
    })

    it('is not what was given up before', async () => {
      endless((ended) => ended)
      const controller = new AbortController()
      const call = edge.video('1', controller.signal)
      const outcome = expect(call).rejects.toMatchObject({ name: 'AbortError' })
      controller.abort()
      await outcome
    })
  })

  it('tells a call that was given up from a network that was lost', async () => {
    const controller = new AbortController()
    controller.abort()
    networkThat(() => Promise.reject(controller.signal.reason))
    await expect(edge.video('1', controller.signal)).rejects.toBe(controller.signal.reason)
  })
})
