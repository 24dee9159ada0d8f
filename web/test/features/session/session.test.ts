import type { PageSettings } from '@reelferry/contract'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const creator = { creatorId: 'ada', name: 'Ada', permissions: ['video:upload'] }
const fetchSession = vi.fn<() => Promise<Response>>(async () => Response.json({ creator }))

beforeEach(() => {
  vi.stubGlobal('fetch', fetchSession)
})
afterEach(() => {
  vi.resetModules()
  vi.unstubAllGlobals()
  fetchSession.mockClear()
  localStorage.clear()
  delete document.documentElement.dataset.reelferryStudio
})

/** The session of a page for which the browser sent a session, or none. */
async function openPage(isSignedOut: boolean) {
  const settings: PageSettings = {
    authMode: 'invite',
    studio: { name: 'Reelferry', footer: [] },
    ...(isSignedOut && { isSignedOut }),
  }
  document.documentElement.dataset.reelferryStudio = JSON.stringify(settings)
  const { useSession } = await import('../../../src/features/session/session.ts')
  return useSession(createPinia())
}

it('requests nothing for a browser without a session', async () => {
  const session = await openPage(true)
  await session.load()
  expect(session.current).toEqual({ state: 'signed-out' })
  expect(fetchSession).not.toHaveBeenCalled()
})

it('requests the session if the browser has one', async () => {
  const session = await openPage(false)
  await session.load()
  expect(session.current).toEqual({ state: 'signed-in', creator })
  expect(fetchSession).toHaveBeenCalledTimes(1)
})

it('requests the session if somebody has signed in since, for example in another tab', async () => {
  localStorage.setItem('reelferry.creator', 'ada')
  const session = await openPage(true)
  await session.load()
  expect(session.current).toEqual({ state: 'signed-in', creator })
})
