import { afterEach, expect, it, vi } from 'vitest'

const root = document.documentElement

afterEach(() => {
  vi.resetModules()
  delete root.dataset.reelferryStudio
  root.removeAttribute('style')
})

const load = (studio?: object) => {
  if (studio)
    root.dataset.reelferryStudio = JSON.stringify({
      authMode: 'jwt',
      studio: { name: 'Harbor TV', footer: [], ...studio },
    })
  return import('../../src/api/page-settings.ts')
}

it('reads the settings that the Worker wrote into the page', async () => {
  const { pageSettings } = await load({})
  expect(pageSettings).toEqual({ authMode: 'jwt', studio: { name: 'Harbor TV', footer: [] } })
})

it('has default settings on a page without them', async () => {
  const { pageSettings, adminContact } = await load()
  expect(pageSettings.studio).toEqual({ name: 'Reelferry', footer: [] })
  expect(adminContact).toBeUndefined()
})

it.each([
  ['video@example.com', 'mailto:video@example.com', 'video@example.com'],
  ['https://example.com/help', 'https://example.com/help', 'example.com/help'],
])('links the contact %s', async (contact, url, text) => {
  const { adminContact } = await load({ contact })
  expect(adminContact).toEqual({ url, text })
})

it('sets the accent colour of the page', async () => {
  const { applyAccent } = await load({ accent: { '--accent': 'light-dark(#7a1f5c, #c493b5)' } })
  applyAccent()
  expect(root.style.getPropertyValue('--accent')).toBe('light-dark(#7a1f5c, #c493b5)')
})
