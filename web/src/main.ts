import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './design/index.css'
import { router } from './router.ts'

createApp(App).use(createPinia()).use(router).mount('#app')
