import { type Component, nextTick, onScopeDispose, type Ref, shallowRef } from 'vue'
import { pageName } from './design/page-title.ts'
import { loadLibrary } from './features/library/load-library.ts'
import LibraryPage from './features/library/ui/LibraryPage.vue'
import StudioPage from './features/upload/ui/StudioPage.vue'

/** A page with what its address says. */
interface Page {
  component: Component
  props?: Record<string, string>
}

const watchPath = /^\/watch\/([^/]+)$/

/** Pages that lead to one another, and say who is signed in. */
export const studioPages = ['/', '/library', '/help']

/** The pages. The studio and the library's frame are in the first load; viewers and guests get theirs alone. */
async function pageAt(path: string): Promise<Page> {
  const fileId = watchPath.exec(path)?.[1]
  if (fileId) {
    const { default: component } = await import('./features/watch/ui/WatchPage.vue')
    return { component, props: { fileId: decodeURIComponent(fileId) } }
  }
  switch (path) {
    case '/':
      return { component: StudioPage }
    case '/library':
      return { component: LibraryPage }
    case '/help':
      return { component: (await import('./features/help/ui/HelpPage.vue')).default }
    case '/invite':
      return { component: (await import('./features/session/ui/InvitePage.vue')).default }
    default:
      return { component: (await import('./NotFoundPage.vue')).default }
  }
}

/** What is shown: a page; `unreachable` where its code could not be loaded, `undefined` before the first. */
interface Shown {
  path: string
  page: Page | 'unreachable' | undefined
}
const current = shallowRef<Shown>({ path: location.pathname, page: undefined })
export const shown: Readonly<Ref<Shown>> = current

const guards = new Set<() => boolean>()

/** Asks, for as long as its component is there, whether another page may be gone to. */
export function onBeforeLeave(mayLeave: () => boolean): void {
  guards.add(mayLeave)
  onScopeDispose(() => guards.delete(mayLeave))
}

const mayLeave = () => [...guards].every((guard) => guard())

/** Shows the page that the address names, in place of the one before as soon as its code is there. */
export async function show(): Promise<void> {
  const path = location.pathname
  const page = await pageAt(path).catch(() => 'unreachable' as const)
  if (path !== location.pathname) return
  // Until the page says better.
  pageName.value = ''
  current.value = { path, page }
}

/** Goes to another page of the studio. `replace` leaves no way back to this one. */
export async function go(to: string, { replace = false } = {}): Promise<void> {
  if (!mayLeave()) return
  history[replace ? 'replaceState' : 'pushState'](null, '', to)
  await show()
  await nextTick()
  // As after a page load: at the top, and from there on by keyboard.
  window.scrollTo({ top: 0, behavior: 'instant' })
  document.getElementById('content')?.focus({ preventScroll: true })
}

/** Begins to load a page that is likely to be gone to. Where that fails, it is tried again then. */
export function prepare(path: string): void {
  const code = path === '/library' ? loadLibrary() : pageAt(path)
  code.catch(() => undefined)
}

window.addEventListener('popstate', () => {
  // A step to an anchor of the same page is none to another.
  if (location.pathname === current.value.path) return
  if (mayLeave()) void show()
  else history.pushState(null, '', current.value.path)
})
