import { describe, expect, it, vi } from 'vitest'
import { chosen, createTestQueue } from './test-queue.ts'

describe('location and device data', () => {
  it('are removed from a new video', async () => {
    const { queue, transfers, id } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    expect(transfers[0]?.options.removesPrivateData).toBe(true)
  })

  it('stay if the creator wants that, also with another quality and on the next page', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    before.queue.edit(before.id('a.mp4'), { type: 'private-data', removes: false })
    before.queue.chooseQuality(before.id('a.mp4'), { quality: '360p' })
    before.queue.chooseQuality(before.id('a.mp4'), { quality: 'Original' })
    const after = createTestQueue({ journaled: before.journaled })
    await after.queue.restore()
    await after.queue.add([chosen('a.mp4')])
    after.queue.start(after.id('a.mp4'))
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.transfers[0]?.options.removesPrivateData).toBe(false)
  })

  it('stay in an upload that an earlier version started, because its parts are stored', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    delete before.journaled.get(before.id('a.mp4'))?.source.removesPrivateData
    const after = createTestQueue({ journaled: before.journaled })
    await after.queue.restore()
    await after.queue.add([chosen('a.mp4')])
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.transfers[0]?.options.removesPrivateData).toBe(false)
  })

  it('are removed from a draft of an earlier version', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    delete before.journaled.get(before.id('a.mp4'))?.source.removesPrivateData
    const after = createTestQueue({ journaled: before.journaled })
    await after.queue.restore()
    expect(after.queue.jobs.value[0]?.source.removesPrivateData).toBe(true)
  })
})
