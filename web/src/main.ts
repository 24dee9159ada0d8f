import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './design/index.css'
import { useSession } from './features/session/session.ts'
import { loadLocale } from './i18n/index.ts'
import { registerServiceWorker } from './install.ts'
import PageLink from './PageLink.vue'
import { show, studioPages } from './router.ts'

declare module 'vue' {
  interface GlobalComponents {
    RouterLink: typeof PageLink
  }
}

registerServiceWorker()
const pinia = createPinia()
// What the first page needs is asked for at once, and not one after the other.
if (studioPages.includes(location.pathname)) void useSession(pinia).load()
await Promise.all([loadLocale(), show()])
createApp(App).use(pinia).component('RouterLink', PageLink).mount('#app')
