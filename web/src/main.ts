import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './design/index.css'
import { useSession } from './features/session/session.ts'
import { warmFormats } from './i18n/warm-formats.ts'
import { registerServiceWorker } from './install.ts'
import PageLink from './PageLink.vue'
import { show, studioPages } from './router.ts'

declare module 'vue' {
  interface GlobalComponents {
    RouterLink: typeof PageLink
  }
}

warmFormats()
registerServiceWorker()
const pinia = createPinia()
// Asked for while the code of the page comes.
if (studioPages.includes(location.pathname)) void useSession(pinia).load()
createApp(App).use(pinia).component('RouterLink', PageLink).mount('#app')
void show()
