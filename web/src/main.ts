import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './design/index.css'
import { loadLocale } from './i18n/index.ts'
import { registerServiceWorker } from './install.ts'
import PageLink from './PageLink.vue'

declare module 'vue' {
  interface GlobalComponents {
    RouterLink: typeof PageLink
  }
}

registerServiceWorker()
await loadLocale()
createApp(App).use(createPinia()).component('RouterLink', PageLink).mount('#app')
