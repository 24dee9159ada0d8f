import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoff, retry, RetryCount } from '../src/index.ts'

/** An operation that rejects with each of these errors in turn, then resolves with the number of calls. */
function failing(errors: unknown[]) {
  const left = [...errors]
  let calls = 0
  return async () => {
    calls++
    if (left.length > 0) throw left.shift()
    return calls
  }
}

/** A clock that only records the delays. */
function recorder() {
  const delays: number[] = []
  return { delays, wait: async (ms: number) => void delays.push(ms) }
}

describe('retry', () => {
  it('resolves with the first success and waits once for each failure', async () => {
    const { delays, wait } = recorder()
    const result = await retry(failing(['a', 'b']), {
      maxRetries: () => 3,
      wait,
      delay: (failures) => failures * 100,
    })
    expect(result).toBe(3)
    expect(delays).toEqual([100, 200])
  })

  it('rejects with the last error when no retry is left', async () => {
    const { delays, wait } = recorder()
    const operation = failing(['a', 'b', 'c', 'd'])
    await expect(retry(operation, { maxRetries: () => 2, wait })).rejects.toBe('c')
    expect(delays).toHaveLength(2)
  })

  it('rejects at once if the error allows no retry', async () => {
    const { delays, wait } = recorder()
    await expect(retry(failing(['a']), { maxRetries: () => 0, wait })).rejects.toBe('a')
    expect(delays).toEqual([])
  })

  it('does not count errors that allow unlimited retries against the limited ones', async () => {
    const lost = Array<string>(50).fill('lost')
    const operation = failing([...lost, 'limited', ...lost, 'limited'])
    const maxRetries = (error: unknown) => (error === 'lost' ? Infinity : 2)
    expect(await retry(operation, { maxRetries, wait: recorder().wait })).toBe(103)
  })

  it('calls as often as errors and limits allow, whatever their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 40 }),
        fc.nat(5),
        async (isLost, limit) => {
          const operation = failing(isLost)
          const run = retry(operation, {
            maxRetries: (error) => (error === true ? Infinity : limit),
            wait: recorder().wait,
          })
          const limited = isLost.filter((lost) => !lost).length
          if (limited > limit) await expect(run).rejects.toBe(false)
          else expect(await run).toBe(isLost.length + 1)
        },
      ),
    )
  })

  it('starts to count again after a reset', async () => {
    const count = new RetryCount()
    const { delays, wait } = recorder()
    const operation = failing(['a', 'b', 'c', 'd'])
    await retry(
      async () => {
        count.reset()
        return await operation()
      },
      { maxRetries: () => 1, wait, delay: (failures) => failures, count },
    )
    expect(delays).toEqual([1, 1, 1, 1])
  })

  it.each(['before', 'during'])('does not try again if aborted %s the wait', async (moment) => {
    const abort = new AbortController()
    let calls = 0
    const operation = async () => {
      calls++
      if (moment === 'before') abort.abort()
      throw new Error('lost')
    }
    const wait = async () => {
      if (moment === 'during') abort.abort()
    }
    const run = retry(operation, { maxRetries: () => Infinity, wait, signal: abort.signal })
    await expect(run).rejects.toThrow('lost')
    expect(calls).toBe(1)
  })

  it('reports each error before it waits', async () => {
    const events: unknown[] = []
    await retry(failing(['a', 'b']), {
      maxRetries: () => 5,
      onRetry: (error) => events.push(error),
      wait: async () => void events.push('wait'),
    })
    expect(events).toEqual(['a', 'wait', 'b', 'wait'])
  })
})

describe('backoff', () => {
  it('grows from 0.25–0.5 s to 10–20 s', () => {
    expect([backoff(1, 0), backoff(1, 1)]).toEqual([250, 500])
    expect([backoff(2, 0), backoff(2, 1)]).toEqual([500, 1000])
    expect([backoff(50, 0), backoff(50, 1)]).toEqual([10_000, 20_000])
  })

  it('never exceeds its maximum, and grows with each failure', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const ms = backoff(failures, random)
          expect(ms).toBeGreaterThanOrEqual(250)
          expect(ms).toBeLessThanOrEqual(20_000)
        },
      ),
    )
    expect(backoff(4, 0.5)).toBeGreaterThan(backoff(3, 0.5))
  })
})
