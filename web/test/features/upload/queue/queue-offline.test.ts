import { describe, expect, it, vi } from 'vitest'
import { chosen, createTestQueue, settled } from './test-queue.ts'

const never = () => new Promise<void>(() => undefined)

describe('a lost connection', () => {
  it('is reported with the next retry, until something is sent again', async () => {
    const { queue, transfers } = createTestQueue()
    await queue.add(['1.mp4', '2.mp4', '3.mp4'].map((name) => chosen(name)))
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect(queue.offline.value).toBeUndefined()
    transfers[0]?.options.listener.interrupted({ retryAt: 9000 })
    expect(queue.offline.value).toBeUndefined()
    transfers[1]?.options.listener.interrupted({ retryAt: 7000 })
    expect(queue.offline.value).toEqual({ retryAt: 7000 })
    transfers[1]?.options.listener.progress(10)
    expect(queue.offline.value).toBeUndefined()
  })

  it('is not reported for a failure that has another reason', async () => {
    const { queue, transfers, id } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.options.listener.interrupted()
    expect(queue.jobs.value).toMatchObject([{ activity: 'reconnecting' }])
    expect(queue.offline.value).toBeUndefined()
  })

  it('ends the wait of transfers and of requests to the edge on request, and sends once', async () => {
    const { queue, transfers, id, failRequests, opened } = createTestQueue({ wait: never })
    await queue.add([chosen('a.mp4')])
    failRequests(2)
    queue.start(id('a.mp4'))
    await settled()
    expect([opened(), queue.jobs.value]).toMatchObject([0, [{ activity: 'reconnecting' }]])
    queue.retryNow()
    await settled()
    expect(opened()).toBe(0)
    queue.retryNow()
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    let isWoken = false
    void transfers[0]?.options.wakeSignal?.woken.then(() => (isWoken = true))
    queue.retryNow()
    await settled()
    expect([isWoken, opened(), transfers.length]).toEqual([true, 1, 1])
  })
})
