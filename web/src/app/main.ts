import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import '../design/index.css'
import { onAnotherCreator } from '../features/session/last-creator.ts'
import { useSession } from '../features/session/session.ts'
import { warmFormats } from '../i18n/warm-formats.ts'
import { registerServiceWorker } from './register-service-worker.ts'
import { nextTask } from '../platform/next-task.ts'
import PageLink from './PageLink.vue'
import { show } from '../composables/navigation.ts'
import { studioPages } from './router.ts'

declare module 'vue' {
  interface GlobalComponents {
    RouterLink: typeof PageLink
  }
}

/**
 * Each step in a task of its own: a phone takes long for them, and shows what is there and answers in between. Not
 * awaited by the module, or the code of a page, which imports from this file's, would wait for it in turn.
 */
async function start(): Promise<void> {
  warmFormats()
  registerServiceWorker()
  // Nothing of who left in another tab goes on in this one.
  onAnotherCreator(() => location.reload())
  const pinia = createPinia()
  await nextTask()
  createApp(App).use(pinia).component('RouterLink', PageLink).mount('#app')
  await nextTask()
  void show()
  await nextTask()
  // Asked for while the code of the page comes.
  if (studioPages.includes(location.pathname)) void useSession(pinia).load()
}
void start()
