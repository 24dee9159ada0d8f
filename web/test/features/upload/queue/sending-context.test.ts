import { describe, expect, it, vi } from 'vitest'
import { EdgeError } from '../../../../src/api/request.ts'
import { createJobTable } from '../../../../src/features/upload/queue/job-table.ts'
import { retryRequest } from '../../../../src/features/upload/queue/sending-context.ts'
import { WakeSignal } from '../../../../src/features/upload/transport/wake-signal.ts'

function requester() {
  const table = createJobTable()
  table.add({
    jobId: 'a',
    source: { name: 'a.mp4', size: 1, type: 'video/mp4' },
    stage: 'uploading',
    activity: 'sending',
    transferred: { sentBytes: 0, speed: 0, remainingSeconds: undefined },
  })
  let isCurrent = true
  const wait = vi.fn(async () => undefined)
  const wakeSignal = new WakeSignal()
  const send = <T>(request: () => Promise<T>) =>
    retryRequest({ table, wait, wakeSignal }, { jobId: 'a', isCurrent: () => isCurrent }, request)
  return { table, wait, send, cancel: () => (isCurrent = false) }
}

describe('retryRequest', () => {
  it('retries without limit while the network is lost, and shows that the job reconnects', async () => {
    const { table, wait, send } = requester()
    let failures = 20
    const request = async () => {
      if (failures-- > 0) throw new EdgeError('network-lost')
      return 'answer'
    }
    expect(await send(request)).toBe('answer')
    expect(wait).toHaveBeenCalledTimes(20)
    expect(table.find('a')).toMatchObject({ activity: 'reconnecting' })
  })

  it.each([
    ['vod-unavailable', 4],
    ['not-permitted', 1],
  ] as const)('gives up after %s in %d requests', async (code, requests) => {
    const { send } = requester()
    const request = vi.fn(() => Promise.reject(new EdgeError(code)))
    await expect(send(request)).rejects.toMatchObject({ code })
    expect(request).toHaveBeenCalledTimes(requests)
  })

  it('does not retry for an attempt that was canceled', async () => {
    const { send, cancel } = requester()
    const request = vi.fn(() => Promise.reject(new EdgeError('network-lost')))
    cancel()
    await expect(send(request)).rejects.toMatchObject({ code: 'network-lost' })
    expect(request).toHaveBeenCalledTimes(1)
  })
})
