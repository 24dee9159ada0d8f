import { problem, type UploadId } from '@reelferry/contract'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { edge } from '../../src/api/client.ts'
import { fetchVideo } from '../../src/api/video.ts'
import { EdgeError } from '../../src/api/request.ts'

const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId
const json = (body: unknown, status = 200) => Response.json(body, { status })

/** Replaces the network: every request is answered with `answer`. */
function stubFetch(answer: () => Response | Promise<Response>) {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => answer())
  vi.stubGlobal('fetch', fetch)
  return fetch
}

afterEach(() => vi.unstubAllGlobals())

describe('the edge', () => {
  it('opens an upload as the contract defines', async () => {
    const fetch = stubFetch(() => json({ uploadId }, 201))
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

  it('requests a new signature each time', async () => {
    const fetch = stubFetch(() => json({ signature: 's', expiresAt: 1 }))
    await edge.signature(uploadId)
    await edge.signature(uploadId)
    expect(fetch.mock.calls.map(([path, init]) => [path, init?.method])).toEqual([
      [`${location.origin}/api/uploads/${uploadId}/signature`, 'POST'],
      [`${location.origin}/api/uploads/${uploadId}/signature`, 'POST'],
    ])
  })

  it('accepts the empty answer to a sign-out', async () => {
    stubFetch(() => new Response(null, { status: 204 }))
    expect(await edge.signOut()).toBeUndefined()
  })

  it('encodes a parameter as one segment of the path', async () => {
    const fetch = stubFetch(() => json(problem('video-not-found'), 404))
    await expect(fetchVideo('../session')).rejects.toThrow()
    expect(fetch.mock.calls[0]?.[0]).toBe(`${location.origin}/api/videos/..%2Fsession`)
  })

  it.each([
    ['a problem', () => json(problem('upload-closed'), 409), 'upload-closed'],
    ['a proxy’s error page', () => new Response('<h1>502</h1>', { status: 502 }), 'network-lost'],
    ['an unknown error', () => new Response('no', { status: 418 }), 'unexpected'],
    ['an unknown problem code', () => json({ code: 'made-up' }, 400), 'unexpected'],
    ['an invalid shape', () => json({ uploadId: 'short' }), 'unexpected'],
    ['no JSON at all', () => new Response('<!doctype html>'), 'unexpected'],
    ['no answer', () => Promise.reject(new TypeError('Failed to fetch')), 'network-lost'],
  ])('rejects with a code for %s', async (_, answer, code) => {
    stubFetch(answer)
    const call = edge.openUpload({ name: 'a.mp4', size: 1, type: '' })
    await expect(call).rejects.toBeInstanceOf(EdgeError)
    await expect(call).rejects.toMatchObject({ code })
  })

  describe('a request that is sent', () => {
    /** Aborted by the test to simulate the timeout. */
    let timeoutController = new AbortController()
    const timeout = vi.spyOn(AbortSignal, 'timeout')
    beforeEach(() => {
      timeoutController = new AbortController()
      timeout.mockReturnValue(timeoutController.signal)
    })
    afterAll(() => timeout.mockRestore())

    /** Replaces the network: a request only ends when its signal aborts, as in a browser. */
    const stubPendingFetch = (body: (ended: Promise<never>) => Response | Promise<never>) =>
      vi.stubGlobal('fetch', async (_: string, { signal }: RequestInit) => {
        const ended = new Promise<never>((_, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason)),
        )
        ended.catch(() => undefined)
        return body(ended)
      })

    it.each([
      ['gets no answer', (ended: Promise<never>) => ended],
      [
        'gets only the start of an answer',
        (ended: Promise<never>) =>
          Object.assign(new Response(), { text: () => ended, json: () => ended }),
      ],
    ])('fails with network-lost if it %s within half a minute', async (_, body) => {
      stubPendingFetch(body)
      const call = edge.signature(uploadId)
      const outcome = expect(call).rejects.toMatchObject({
        name: 'EdgeError',
        code: 'network-lost',
      })
      expect(timeout).toHaveBeenLastCalledWith(30_000)
      timeoutController.abort(new DOMException('', 'TimeoutError'))
      await outcome
    })

    it('rejects with AbortError if the caller aborts', async () => {
      stubPendingFetch((ended) => ended)
      const controller = new AbortController()
      const call = fetchVideo('1', controller.signal)
      const outcome = expect(call).rejects.toMatchObject({ name: 'AbortError' })
      controller.abort()
      await outcome
    })
  })

  it('distinguishes an aborted call from a lost network', async () => {
    const controller = new AbortController()
    controller.abort()
    stubFetch(() => Promise.reject(controller.signal.reason))
    await expect(fetchVideo('1', controller.signal)).rejects.toBe(controller.signal.reason)
  })
})
