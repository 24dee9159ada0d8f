import type { PageSettings } from '@reelferry/contract'
import { mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { texts } from '../../../src/i18n/locales/en/session.ts'

afterEach(() => {
  vi.resetModules()
  delete document.documentElement.dataset.reelferryStudio
})

/** Shows the page of a studio with these settings, as the Worker writes them into the page. */
async function mountSignedOut(authMode: PageSettings['authMode'], contact?: string) {
  const settings: PageSettings = {
    authMode,
    studio: { name: 'Harbor TV', footer: [], ...(contact && { contact }) },
  }
  document.documentElement.dataset.reelferryStudio = JSON.stringify(settings)
  const { default: SignedOut } = await import('../../../src/features/session/ui/SignedOut.vue')
  const { loadSessionTexts } = await import('../../../src/i18n/chunks/session.ts')
  await loadSessionTexts()
  return mount(SignedOut)
}

it('asks for an invitation link in the mode invite', async () => {
  const page = await mountSignedOut('invite', 'video@example.com')
  expect(page.get('h1').text()).toBe(texts.signedOutTitle)
  expect(page.text()).toContain('Harbor TV is where your team records')
  expect(page.get('label').text()).toBe('Paste an invitation link')
  expect(page.get('a').attributes('href')).toBe('mailto:video@example.com')
  expect(page.text()).toContain('No link? Ask your admin at video@example.com.')
})

it.each(['access', 'jwt'] as const)(
  'only offers the organization’s sign-in in the mode %s',
  async (mode) => {
    const page = await mountSignedOut(mode, 'https://example.com/help')
    expect(page.get('h1').text()).toBe('Sign in to continue')
    expect(page.find('input').exists()).toBe(false)
    expect(page.text()).not.toContain('invitation')
    expect(page.get('a').attributes('href')).toBe('https://example.com/help')
    expect(page.text()).toContain('Ask your admin at example.com/help.')
  },
)

it('names no contact if there is none', async () => {
  const page = await mountSignedOut('invite')
  expect(page.find('a').exists()).toBe(false)
  expect(page.text()).not.toContain('admin')
})

it('opens a pasted invitation of this studio, and refuses other links', async () => {
  const page = await mountSignedOut('invite')
  const field = page.get('input')
  await field.setValue('https://elsewhere.example/invite#abc')
  await page.get('form').trigger('submit')
  expect(page.get('[role=alert]').text()).toBe('That isn’t an invitation link for this studio.')
  await field.setValue(`${location.origin}/invite#abc`)
  await page.get('form').trigger('submit')
  expect(page.get('[role=alert]').text()).toBe('')
  expect(location.pathname + location.hash).toBe('/invite#abc')
})
