// First, because it defines the order of the style layers.
import '../design/index.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { onCreatorChange } from '../features/session/last-creator.ts'
import { useSession } from '../features/session/session.ts'
import { registerServiceWorker } from './register-service-worker.ts'
import { loadLocale, locale } from '../i18n/index.ts'
import { nextTask } from '../platform/next-task.ts'
import PageLink from './PageLink.vue'
import { applyLook } from '../composables/look.ts'
import { prefetch, show } from '../composables/navigation.ts'
import './router.ts'

declare module 'vue' {
  interface GlobalComponents {
    RouterLink: typeof PageLink
  }
}

/**
 * Runs each step in its own task, so that a slow phone can paint and react in between. The module does not await it:
 * page chunks import from this chunk and would wait for it.
 */
async function start(): Promise<void> {
  applyLook()
  registerServiceWorker()
  // Work of a creator must not continue after another one has signed in.
  onCreatorChange(() => location.reload())
  const pinia = createPinia()
  // The requests run while the texts and the code of the page load.
  if (location.pathname !== '/invite') void useSession(pinia).load()
  prefetch(location.pathname)
  await nextTask()
  // Without its texts, the page is in English.
  await loadLocale(locale.value).catch(() => loadLocale('en'))
  createApp(App).use(pinia).component('RouterLink', PageLink).mount('#app')
  await nextTask()
  void show()
}
void start()
