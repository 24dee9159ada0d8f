import type { Component } from 'vue'
import { type Page, registerRouter } from '../composables/navigation.ts'
import { loadLibrary } from '../features/library/load-library.ts'
import LibraryPage from '../pages/LibraryPage.vue'
import StudioPage from '../pages/StudioPage.vue'

/** Paths of the pages that show the navigation and the signed-in creator. */
export const studioPages = ['/', '/library', '/help']

/** Pages of the first load: the studio and the frame of the library. */
const pages = new Map<string, Component>([
  ['/', StudioPage],
  ['/library', LibraryPage],
])

/**
 * Pages that are loaded on demand. One function for each import: the bundler merges imports that are branches of one
 * function, and then loses their style sheets.
 */
const pageLoaders = new Map<string, () => Promise<{ default: Component }>>([
  ['/help', () => import('../pages/HelpPage.vue')],
  ['/invite', () => import('../pages/InvitePage.vue')],
])
const loadNotFound = () => import('../pages/NotFoundPage.vue')

async function resolve(path: string): Promise<Page> {
  const [, fileId] = /^\/watch\/([^/]+)$/.exec(path) ?? []
  if (fileId) {
    const { default: component } = await import('../pages/WatchPage.vue')
    return { component, props: { fileId: decodeURIComponent(fileId) } }
  }
  const component = pages.get(path)
  if (component) return { component }
  return { component: (await (pageLoaders.get(path) ?? loadNotFound)()).default }
}

registerRouter({
  resolve,
  prefetch: (path) => (path === '/library' ? loadLibrary() : resolve(path)),
})
