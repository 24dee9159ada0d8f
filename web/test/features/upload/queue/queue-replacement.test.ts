import type { UploadId } from '@reelferry/contract'
import { describe, expect, it, vi } from 'vitest'
import { defaultSettings } from '../../../../src/features/upload/persistence/settings-store.ts'
import { chosen, createTestQueue } from './test-queue.ts'

const harbor = { uploadId: 'H'.repeat(22) as UploadId, title: 'Harbor' }
const market = { uploadId: 'M'.repeat(22) as UploadId, title: 'Market' }

/** A page with a file that replaces that of `harbor`, and with a new video. */
async function replacingPage() {
  const page = createTestQueue({ settings: { ...defaultSettings, visibility: 'private' } })
  await page.queue.add([chosen('a.mp4')], harbor)
  await page.queue.add([chosen('b.mp4')])
  return page
}

describe('a job that replaces the file of a video', () => {
  it('opens its upload for that video, without a visibility of its own', async () => {
    const { queue, id, requests } = await replacingPage()
    queue.setVisibilityForAll('unlisted')
    queue.start(id('a.mp4'))
    queue.start(id('b.mp4'))
    await vi.waitFor(() => expect(requests).toHaveLength(2))
    expect(requests[0]).toMatchObject({ name: 'a.mp4', replaces: harbor.uploadId })
    expect(requests[0]).not.toHaveProperty('visibility')
    expect(requests[1]).toMatchObject({ name: 'b.mp4', visibility: 'unlisted' })
    expect(requests[1]).not.toHaveProperty('replaces')
  })

  it('still replaces it after a reload, also if its file is chosen again in the studio', async () => {
    const before = await replacingPage()
    const after = createTestQueue({ journaled: before.journaled })
    await after.queue.restore()
    await after.queue.add([chosen('a.mp4')])
    expect(after.queue.jobs.value).toMatchObject([
      { source: { name: 'a.mp4', replaces: harbor } },
      { source: { name: 'b.mp4' } },
    ])
    after.queue.start(after.id('a.mp4'))
    await vi.waitFor(() => expect(after.requests).toHaveLength(1))
    expect(after.requests[0]).toMatchObject({ replaces: harbor.uploadId })
  })

  it('does not give its file to a restored job of another video', async () => {
    const before = await replacingPage()
    const after = createTestQueue({ journaled: before.journaled })
    await after.queue.restore()
    await after.queue.add([chosen('a.mp4')], market)
    expect(after.queue.jobs.value.map(({ source }) => source.replaces)).toEqual([
      harbor,
      undefined,
      market,
    ])
  })
})
