import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { handOver } from '../../../src/features/watch/adapters/hand-over.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('handOver', () => {
  it('keeps the old element if the new one does not become ready in time', async () => {
    const old = document.createElement('video')
    document.body.replaceChildren(old)
    const ended = vi.fn()
    void handOver(old, document.createElement('video')).then(ended)
    await vi.advanceTimersByTimeAsync(9000)
    expect(ended).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1000)
    expect(ended).toHaveBeenCalledWith(false)
    expect(old.isConnected).toBe(true)
  })
})
