import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchVideo } from '../../../src/features/watch/adapters/fetch-video.ts'

afterEach(() => vi.unstubAllGlobals())

describe('fetchVideo', () => {
  it.each([
    [404, 'unknown'],
    [503, 'unreachable'],
  ])('cancels the body of an answer with status %i', async (status, expected) => {
    const cancel = vi.fn()
    const response = new Response(new ReadableStream({ cancel }), { status })
    vi.stubGlobal('fetch', async () => response)
    expect(await fetchVideo('1', new AbortController().signal)).toEqual({ status: expected })
    expect(cancel).toHaveBeenCalledOnce()
  })
})
