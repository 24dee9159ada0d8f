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

/** A published video that VOD has told of. */
async function published(isolate: Record<string, unknown>) {
  const uploadId = await openUpload('clip.mp4', isolate)
  const sourceContext = (await signedQuery(uploadId, isolate)).get('sourceContext') ?? ''
  const fileId = newFileId()
  vod.publish({ fileId, sourceContext })
  const tell = (as = isolate) => notify(newFileUpload(fileId, sourceContext), undefined, as)
  const status = async () => {
    const response = await request(`/api/uploads/${uploadId}`, {}, isolate)
    return (await response.json<{ status: string }>()).status
  }
  return { uploadId, tell, status }
}

/** So many calls of each kind, and no more. */
function budget(most: number) {
  const spent = new Map<string, number>()
  return {
    limit: async ({ key }: { key: string }) => {
      spent.set(key, (spent.get(key) ?? 0) + 1)
      return { success: (spent.get(key) ?? 0) <= most }
    },
  }
}

describe('the budget of calls to VOD', () => {
  it('is kept for each kind of call; what is known stands, and heals', async () => {
    const isolate = oneIsolate({ VOD_PROCEDURE: '', VOD_BUDGET: budget(1) })
    const [one, two] = [await published(isolate), await published(isolate)]
    await one.tell()
    await two.tell()
    expect(vod.calls).toEqual(['DescribeMediaInfos'])
    expect([await one.status(), await two.status()]).toEqual(['ready', 'uploaded'])
    await two.tell({ ...isolate, VOD_BUDGET: budget(1) })
    expect(await two.status()).toBe('ready')
  })

  it('tells a creator who deletes that it cannot be done now, and deletes nothing', async () => {
    const isolate = oneIsolate({ VOD_PROCEDURE: '', VOD_BUDGET: budget(1) })
    const { uploadId, tell, status } = await published(isolate)
    await tell()
    const remove = (VOD_BUDGET: object) =>
      request(`/api/uploads/${uploadId}`, { method: 'DELETE' }, { ...isolate, VOD_BUDGET })
    expect(await problemCode(await remove(budget(0)))).toBe('vod-unavailable')
    expect(await status()).toBe('ready')
    expect((await remove(budget(1))).status).toBe(204)
  })

  it('is not spent by who makes up ids of videos', async () => {
    const isolate = oneIsolate({ VOD_PROCEDURE: '', VOD_BUDGET: budget(1) })
    const ask = async () => problemCode(await request(`/api/videos/${newFileId()}`, {}, isolate))
    expect([await ask(), await ask()]).toEqual(['video-not-found', 'vod-unavailable'])
    const { tell, status } = await published(isolate)
    await tell()
    expect(await status()).toBe('ready')
  })

  it('is spent for some seconds when VOD itself says that it is', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const isolate = oneIsolate({ VOD_PROCEDURE: '' })
    const { tell, status } = await published(isolate)
    vod.limit(true)
    await tell()
    await tell()
    expect(vod.calls).toEqual(['DescribeMediaInfos'])
    expect(await status()).toBe('uploaded')
    vod.limit(false)
    vi.setSystemTime(Date.now() + 5000)
    await tell()
    expect(await status()).toBe('ready')
  })
})
