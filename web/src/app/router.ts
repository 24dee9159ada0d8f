import { type Page, registerRouter } from '../composables/navigation.ts'
import { loadLibrary } from '../features/library/load-library.ts'
import LibraryPage from '../pages/LibraryPage.vue'
import StudioPage from '../pages/StudioPage.vue'

/** Paths of the pages that show the navigation and the signed-in creator. */
export const studioPages = ['/', '/library', '/help']

/** Pages of the first load: the studio and the frame of the library. */
const pages = new Map([
  ['/', StudioPage],
  ['/library', LibraryPage],
])

/** Loads the page of a path that is not part of the first load. */
const loadPage = (path: string) => {
  if (path === '/help') return import('../pages/HelpPage.vue')
  if (path === '/invite') return import('../pages/InvitePage.vue')
  return import('../pages/NotFoundPage.vue')
}

async function resolve(path: string): Promise<Page> {
  const [, fileId] = /^\/watch\/([^/]+)$/.exec(path) ?? []
  if (fileId) {
    const { default: component } = await import('../pages/WatchPage.vue')
    return { component, props: { fileId: decodeURIComponent(fileId) } }
  }
  const page = pages.get(path)
  return { component: page ?? (await loadPage(path)).default }
}

registerRouter({
  resolve,
  prefetch: (path) => (path === '/library' ? loadLibrary() : resolve(path)),
})
