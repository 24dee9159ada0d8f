import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTestQueue, settled } from './test-queue.ts'

let now = 0
const clock = vi.spyOn(performance, 'now')
afterEach(() => {
  clock.mockReset()
})

/** A queue that sends a file of 1000 bytes. */
async function sendingQueue() {
  now = 0
  clock.mockImplementation(() => now)
  const { queue, transfers, progressReports, id } = createTestQueue()
  await queue.add([{ file: new File(['x'.repeat(1000)], 'a.mp4', { type: 'video/mp4' }) }])
  queue.start(id('a.mp4'))
  while (transfers.length === 0) await settled()
  /** Sends 1 byte a second. */
  const send = (from: number, to: number) => {
    for (let bytes = from; bytes <= to; bytes++) {
      now += 1000
      transfers[0]?.options.listener.progress(bytes)
    }
  }
  return { queue, id, send, progressReports, listener: () => transfers[0]?.options.listener }
}

describe('the progress for viewers who wait', () => {
  it('is not reported in the first ten seconds, which most uploads need', async () => {
    const { send, progressReports } = await sendingQueue()
    send(1, 9)
    expect(progressReports).toEqual([])
  })

  it('is reported every 30 seconds, with the time left', async () => {
    const { send, progressReports } = await sendingQueue()
    send(1, 300)
    expect(progressReports).toHaveLength(10)
    // As on the progress bar, of which five percent are for the steps of VOD.
    expect(progressReports.at(-1)?.percent).toBe(26)
    expect(progressReports.at(-1)?.secondsLeft).toBeGreaterThan(600)
  })

  it('is not reported while an upload is paused or interrupted', async () => {
    const { queue, id, send, progressReports, listener } = await sendingQueue()
    send(1, 15)
    queue.pause(id('a.mp4'))
    now += 60_000
    expect(progressReports).toHaveLength(1)
    queue.resume(id('a.mp4'))
    listener()?.interrupted()
    now += 60_000
    expect(progressReports).toHaveLength(1)
  })
})
