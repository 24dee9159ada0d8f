import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { newFileUpload, newFileId, vodAccount } from '../vod-account.ts'
import { notify, oneIsolate, openUpload, problemCode, request, signedQuery } from '../client.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** A published video whose notification has arrived. */
async function published(isolate: Record<string, unknown>) {
  const uploadId = await openUpload('clip.mp4', isolate)
  const sourceContext = (await signedQuery(uploadId, isolate)).get('sourceContext') ?? ''
  const fileId = newFileId()
  vod.publish({ fileId, sourceContext })
  const deliver = (as = isolate) => notify(newFileUpload(fileId, sourceContext), undefined, as)
  const status = async () => {
    const response = await request(`/api/uploads/${uploadId}`, {}, isolate)
    return (await response.json<{ status: string }>()).status
  }
  return { uploadId, deliver, status }
}

/** A configuration with a maximum number of calls of each kind. */
function budget(max: number) {
  const spent = new Map<string, number>()
  return {
    limit: async ({ key }: { key: string }) => {
      spent.set(key, (spent.get(key) ?? 0) + 1)
      return { success: (spent.get(key) ?? 0) <= max }
    },
  }
}

describe('the call budget for VOD', () => {
  it('limits each kind of call, keeps the known status, and syncs later', async () => {
    const isolate = oneIsolate({ VOD_PROCEDURE: '', VOD_BUDGET: budget(1) })
    const [first, second] = [await published(isolate), await published(isolate)]
    await first.deliver()
    await second.deliver()
    expect(vod.calls).toEqual(['DescribeMediaInfos'])
    expect([await first.status(), await second.status()]).toEqual(['ready', 'uploaded'])
    await second.deliver({ ...isolate, VOD_BUDGET: budget(1) })
    expect(await second.status()).toBe('ready')
  })

  it('rejects a deletion and deletes nothing when it is exhausted', async () => {
    const isolate = oneIsolate({ VOD_PROCEDURE: '', VOD_BUDGET: budget(1) })
    const { uploadId, deliver, status } = await published(isolate)
    await deliver()
    const remove = (VOD_BUDGET: object) =>
      request(`/api/uploads/${uploadId}`, { method: 'DELETE' }, { ...isolate, VOD_BUDGET })
    expect(await problemCode(await remove(budget(0)))).toBe('vod-unavailable')
    expect(await status()).toBe('ready')
    expect((await remove(budget(1))).status).toBe(204)
  })

  it('is not exhausted by requests with invented file ids', async () => {
    const isolate = oneIsolate({ VOD_PROCEDURE: '', VOD_BUDGET: budget(1) })
    const requestVideo = async () =>
      problemCode(await request(`/api/videos/${newFileId()}`, {}, isolate))
    expect([await requestVideo(), await requestVideo()]).toEqual([
      'video-not-found',
      'vod-unavailable',
    ])
    const { deliver, status } = await published(isolate)
    await deliver()
    expect(await status()).toBe('ready')
  })

  it('is exhausted for some seconds after VOD reports its own limit', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const isolate = oneIsolate({ VOD_PROCEDURE: '' })
    const { deliver, status } = await published(isolate)
    vod.limit(true)
    await deliver()
    await deliver()
    expect(vod.calls).toEqual(['DescribeMediaInfos'])
    expect(await status()).toBe('uploaded')
    vod.limit(false)
    vi.setSystemTime(Date.now() + 5000)
    await deliver()
    expect(await status()).toBe('ready')
  })
})
