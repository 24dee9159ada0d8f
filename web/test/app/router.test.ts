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

it('shows what the address names, and puts the focus where the new page begins', async () => {
  const app = mountApp()
  await vi.waitFor(() => expect(app.find('main h1').text()).toBe('There is no such page'))
  await go('/other/page')
  expect(location.pathname).toBe('/other/page')
  expect(document.activeElement?.id).toBe('content')
  app.unmount()
})

it('stays where it is while something on the page asks for that', async () => {
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

it('leaves clicks that ask for a new tab to the browser', async () => {
  history.replaceState(null, '', '/one')
  await show()
  const link = mount(PageLink, { props: { to: '/two' }, attachTo: document.body })
  const click = new MouseEvent('click', { ctrlKey: true, bubbles: true, cancelable: true })
  // Where a browser would open its tab, happy-dom would leave the page.
  document.body.addEventListener('click', (event) => event.preventDefault(), { once: true })
  link.element.dispatchEvent(click)
  expect(location.pathname).toBe('/one')
  await link.trigger('click')
  await vi.waitFor(() => expect(location.pathname).toBe('/two'))
  link.unmount()
})
