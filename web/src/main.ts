import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './design/index.css'
import { useSession } from './features/session/session.ts'
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
// Asked for while the code of the page comes.
if (studioPages.includes(location.pathname)) void useSession(pinia).load()
// Not awaited: pages that come in files of their own wait for this one to be run to its end.
void show().then(() => createApp(App).use(pinia).component('RouterLink', PageLink).mount('#app'))
