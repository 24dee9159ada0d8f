import { type Page, registerRouter } from '../composables/navigation.ts'
import { loadLibrary } from '../features/library/load-library.ts'
import LibraryPage from '../pages/LibraryPage.vue'
import StudioPage from '../pages/StudioPage.vue'

const watchPath = /^\/watch\/([^/]+)$/

/** Paths of the pages that show the navigation and the signed-in creator. */
export const studioPages = ['/', '/library', '/help']

/** The first load contains the studio and the frame of the library; all other pages are loaded on demand. */
async function resolve(path: string): Promise<Page> {
  const fileId = watchPath.exec(path)?.[1]
  if (fileId) {
    const { default: component } = await import('../pages/WatchPage.vue')
    return { component, props: { fileId: decodeURIComponent(fileId) } }
  }
  switch (path) {
    case '/':
      return { component: StudioPage }
    case '/library':
      return { component: LibraryPage }
    case '/help':
      return { component: (await import('../pages/HelpPage.vue')).default }
    case '/invite':
      return { component: (await import('../pages/InvitePage.vue')).default }
    default:
      return { component: (await import('../pages/NotFoundPage.vue')).default }
  }
}

registerRouter({
  resolve,
  prefetch: (path) => (path === '/library' ? loadLibrary() : resolve(path)),
})
