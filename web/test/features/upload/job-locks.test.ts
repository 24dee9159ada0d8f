import { afterEach, expect, it, vi } from 'vitest'
import { createJobLocks } from '../../../src/features/upload/adapters/job-locks.ts'

/** Web Locks of one browser, of which happy-dom has none. */
function webLocks() {
  const queues = new Map<string, Promise<unknown>>()
  const held = new Set<string>()
  return {
    request(name: string, granted: () => Promise<void>) {
      const turn = (queues.get(name) ?? Promise.resolve()).then(async () => {
        held.add(name)
        await granted()
        held.delete(name)
      })
      queues.set(name, turn)
      return turn
    },
    query: async () => ({ held: [...held].map((name) => ({ name })) }),
  }
}

afterEach(() => vi.unstubAllGlobals())

it('lets go of a job that was asked for twice, as by the journal and by another tab', async () => {
  vi.stubGlobal('navigator', { locks: webLocks() })
  const locks = createJobLocks()
  await locks.hold('a')
  let isHeldAgain = false
  void locks.hold('a').then(() => (isHeldAgain = true))
  expect(await locks.held()).toEqual(new Set(['a']))
  locks.letGo('a')
  await vi.waitFor(() => expect(isHeldAgain).toBe(true))
  locks.letGo('a')
  await vi.waitFor(async () => expect(await locks.held()).toEqual(new Set()))
})
