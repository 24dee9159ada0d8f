import type { Component } from 'vue'
import { type Page, registerRouter } from '../composables/navigation.ts'
import { loadHelpTexts } from '../i18n/chunks/help.ts'
import { loadSessionTexts } from '../i18n/chunks/session.ts'
import { loadLibrary } from '../features/library/load-library.ts'
import StudioPage from '../pages/StudioPage.vue'

/** Whether a page shows the navigation before the session is known. */
export const isStudioPage = (path: string): boolean =>
  ['/', '/library', '/help'].includes(path) || /^\/(library|watch)\//.test(path)

/** The list of videos and the page of each video: one instance, which keeps the list and a deletion to undo. */
const loadLibraryPage = async (props: Record<string, string>): Promise<Page> => ({
  component: (await import('../pages/LibraryPage.vue')).default,
  key: 'library',
  props,
})

/** Loads the texts of a page together with its code. */
async function withTexts<Code>(code: Promise<Code>, loadTexts: () => Promise<void>): Promise<Code> {
  await Promise.all([code, loadTexts()])
  return code
}

/**
 * Pages that are loaded on demand. One function for each import: the bundler merges imports that are branches of one
 * function, and then loses their style sheets.
 */
const pageLoaders = new Map<string, () => Promise<{ default: Component }>>([
  ['/help', () => withTexts(import('../pages/HelpPage.vue'), loadHelpTexts)],
  ['/invite', () => withTexts(import('../pages/InvitePage.vue'), loadSessionTexts)],
])
const loadNotFound = () => import('../pages/NotFoundPage.vue')

async function resolve(path: string): Promise<Page> {
  const [, id] = /^\/watch\/([^/]+)$/.exec(path) ?? []
  if (id) {
    const { default: component } = await import('../pages/WatchPage.vue')
    return { component, props: { id: decodeURIComponent(id) } }
  }
  const [, uploadId] = /^\/library\/([^/]+)$/.exec(path) ?? []
  if (uploadId) return loadLibraryPage({ uploadId: decodeURIComponent(uploadId) })
  if (path === '/library') return loadLibraryPage({})
  // Only the studio is a part of the first load.
  if (path === '/') return { component: StudioPage }
  return { component: (await (pageLoaders.get(path) ?? loadNotFound)()).default }
}

registerRouter({
  resolve,
  prefetch: (path) =>
    path.startsWith('/library') ? Promise.all([resolve(path), loadLibrary()]) : resolve(path),
})
