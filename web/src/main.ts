import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './design/index.css'
import { loadLocale } from './i18n/index.ts'
import { router } from './router.ts'

await loadLocale()
createApp(App).use(createPinia()).use(router).mount('#app')
