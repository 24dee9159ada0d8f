import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createTestQueue, settled } from './test-queue.ts'

describe('remaining time', () => {
  it('is correct eleven seconds after any pause or interruption', async () => {
    const stop = fc.record({
      how: fc.constantFrom('pause' as const, 'interruption' as const),
      seconds: fc.integer({ min: 1, max: 100_000 }),
      before: fc.integer({ min: 1, max: 20 }),
      speed: fc.integer({ min: 1, max: 10 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(stop, { minLength: 1, maxLength: 4 }), async (stops) => {
        const { queue, transfers, id } = createTestQueue()
        const file = new File(['x'.repeat(1000)], 'a.mp4', { type: 'video/mp4' })
        await queue.add([{ file }])
        queue.start(id('a.mp4'))
        while (transfers.length === 0) await settled()
        const { listener } = transfers[0]?.options ?? {}
        let now = 0
        let sent = 0
        const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
        const send = (speed: number, seconds: number) => {
          for (let tick = 0; tick < seconds * 5 && sent < 900; tick++) {
            now += 200
            sent = Math.min(900, sent + speed / 5)
            listener?.progress(sent)
          }
        }
        for (const { how, seconds, before, speed } of stops) {
          send(50 - speed, before / 10)
          if (how === 'interruption') listener?.interrupted()
          else queue.pause(id('a.mp4'))
          now += seconds * 1000
          if (how === 'pause') queue.resume(id('a.mp4'))
          if (sent > 900 - 11 * speed) break
          send(speed, 11)
          const [job] = queue.jobs.value
          const transferred = job?.stage === 'uploading' ? job.transferred : undefined
          expect(transferred?.speed).toBeCloseTo(speed, 5)
          // Rounding, and two seconds until the next update.
          const left = (1000 - sent) / speed
          const tolerance = 2 + 0.75 * (left < 52 ? 10 : left < 550 ? 60 : 300)
          const difference = Math.abs((transferred?.remainingSeconds ?? NaN) - left)
          expect(difference).toBeLessThanOrEqual(tolerance)
        }
        clock.mockRestore()
      }),
      { numRuns: 50 },
    )
  })
})
