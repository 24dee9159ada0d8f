import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createJobLocks } from '../../../../src/features/upload/persistence/job-locks.ts'

/** Web Locks of one browser. happy-dom does not implement them. */
function webLocks() {
  const queues = new Map<string, Promise<unknown>>()
  return {
    async request(
      name: string,
      { ifAvailable }: LockOptions,
      granted: (lock: object | null) => unknown,
    ) {
      if (ifAvailable && queues.has(name)) return granted(null)
      const turn = (queues.get(name) ?? Promise.resolve()).then(() => granted({ name }))
      queues.set(name, turn)
      await turn
      if (queues.get(name) === turn) queues.delete(name)
    },
  }
}

beforeEach(() => void vi.stubGlobal('navigator', { locks: webLocks() }))
afterEach(() => vi.unstubAllGlobals())

it('releases a lock that was requested twice, for example by the journal and by another tab', async () => {
  const [locks, others] = [createJobLocks(), createJobLocks()]
  await locks.acquire('a')
  let isHeldAgain = false
  void locks.acquire('a').then(() => (isHeldAgain = true))
  expect(await others.tryAcquire('a')).toBe(false)
  locks.release('a')
  await vi.waitFor(() => expect(isHeldAgain).toBe(true))
  locks.release('a')
  await vi.waitFor(async () => expect(await others.tryAcquire('a')).toBe(true))
})

it('grants a free lock to the first of two tabs that request it at the same time', async () => {
  const tabs = [createJobLocks(), createJobLocks()]
  expect(await Promise.all(tabs.map((tab) => tab.tryAcquire('a')))).toEqual([true, false])
  tabs[0]?.release('a')
  await tabs[1]?.acquire('a')
  expect(await tabs[0]?.tryAcquire('a')).toBe(false)
})
