import { createPinia } from 'pinia'
import { mount } from '@vue/test-utils'
import { beforeAll, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import App from '../../src/app/App.vue'
import PageLink from '../../src/app/PageLink.vue'
import '../../src/app/router.ts'
import { go, onBeforeLeave, show, shown } from '../../src/composables/navigation.ts'

beforeAll(async () => {
  history.replaceState(null, '', '/no/such/page')
  await show()
})

const mountApp = () =>
  mount(App, {
    global: { plugins: [createPinia()], components: { RouterLink: PageLink } },
    attachTo: document.body,
  })

it('shows the page of the address, and moves the focus to its content', async () => {
  const app = mountApp()
  await vi.waitFor(() => expect(app.find('main h1').text()).toBe('Page not found'))
  await go('/other/page')
  expect(location.pathname).toBe('/other/page')
  expect(document.activeElement?.id).toBe('content')
  app.unmount()
})

it('stays on the page while a guard returns false', async () => {
  history.replaceState(null, '', '/one')
  await show()
  const scope = effectScope()
  scope.run(() => onBeforeLeave(() => false))
  await go('/two')
  expect([location.pathname, shown.value.path]).toEqual(['/one', '/one'])
  scope.stop()
  await go('/two')
  expect([location.pathname, shown.value.path]).toEqual(['/two', '/two'])
})

it('leaves clicks for a new tab to the browser', async () => {
  history.replaceState(null, '', '/one')
  await show()
  const link = mount(PageLink, { props: { to: '/two' }, attachTo: document.body })
  const click = new MouseEvent('click', { ctrlKey: true, bubbles: true, cancelable: true })
  // A browser would open a tab, but happy-dom would navigate.
  document.body.addEventListener('click', (event) => event.preventDefault(), { once: true })
  link.element.dispatchEvent(click)
  expect(location.pathname).toBe('/one')
  await link.trigger('click')
  await vi.waitFor(() => expect(location.pathname).toBe('/two'))
  link.unmount()
})
