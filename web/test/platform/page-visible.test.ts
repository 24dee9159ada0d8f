import { expect, it, vi } from 'vitest'
import { pageVisible } from '../../src/platform/page-visible.ts'

it('resolves at once in a visible page, and otherwise when the page becomes visible', async () => {
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
  await pageVisible()
  visibility.mockReturnValue('hidden')
  let isResolved = false
  const waiting = pageVisible().then(() => (isResolved = true))
  document.dispatchEvent(new Event('visibilitychange'))
  await Promise.resolve()
  expect(isResolved).toBe(false)
  visibility.mockReturnValue('visible')
  document.dispatchEvent(new Event('visibilitychange'))
  expect(await waiting).toBe(true)
  visibility.mockRestore()
})
