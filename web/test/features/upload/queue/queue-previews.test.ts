import { describe, expect, it, vi } from 'vitest'
import { EdgeError } from '../../../../src/api/request.ts'
import { chosen, createTestQueue, settled } from './test-queue.ts'

describe('the preview pictures of a video', () => {
  const previews = {
    image: new Blob(['tiles']),
    layout: { count: 4, columns: 4, width: 160, height: 90 },
  }

  /** Starts the upload of `a.mp4`. */
  async function startUpload(
    makePreviews: Parameters<ReturnType<typeof createTestQueue>['setMakePreviews']>[0],
  ) {
    const all = createTestQueue()
    all.setMakePreviews(makePreviews)
    await all.queue.add([chosen('a.mp4')])
    all.queue.start(all.id('a.mp4'))
    await vi.waitFor(() => expect(all.transfers).toHaveLength(1))
    return all
  }

  it('are stored while the video is sent, once for each upload', async () => {
    const { queue, id, transfers, previewsStored } = await startUpload(async () => previews)
    await vi.waitFor(() => expect(previewsStored).toMatchObject([{ size: 5, fileId: undefined }]))
    transfers[0]?.fail(new EdgeError('unexpected'))
    await settled()
    queue.retry(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    transfers[1]?.commit()
    await settled()
    expect(previewsStored).toHaveLength(1)
  })

  it('do not delay the video, and name its file if they are late', async () => {
    const { promise, resolve } = Promise.withResolvers<typeof previews>()
    const { transfers, stage, previewsStored } = await startUpload(() => promise)
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    resolve(previews)
    await vi.waitFor(() => expect(previewsStored).toMatchObject([{ fileId: '7' }]))
  })

  it('are stored again after the connection was lost', async () => {
    const { promise, resolve } = Promise.withResolvers<typeof previews>()
    const { previewsStored, previewRefusals } = await startUpload(() => promise)
    previewRefusals.push(new EdgeError('network-lost'))
    resolve(previews)
    await vi.waitFor(() => expect(previewsStored).toHaveLength(1))
    expect(previewRefusals).toEqual([])
  })

  it('are no reason to fail', async () => {
    const { transfers, stage, previewsStored } = await startUpload(async () => {
      throw new Error('The worker ended.')
    })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    expect(previewsStored).toEqual([])
  })

  it('are not stored for an upload that was canceled meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<typeof previews>()
    const { queue, id, previewsStored } = await startUpload(() => promise)
    queue.cancel(id('a.mp4'))
    queue.commitNow()
    await settled()
    resolve(previews)
    await settled()
    expect(previewsStored).toEqual([])
  })
})
