import { type Component, nextTick, onScopeDispose, type Ref, shallowRef } from 'vue'
import { pageName } from './page-title.ts'

/** A page component with the props that its address contains. */
export interface Page {
  component: Component
  props?: Record<string, string>
  /** Pages with the same key share one instance, which keeps its state. By default, each path has its own. */
  key?: string
}

/** The routes of the studio, which `app/router.ts` registers. */
export interface Router {
  /** Resolves with the page of a path. Rejects if its code cannot be loaded. */
  resolve(path: string): Promise<Page>
  /** Starts to load the code of a page that the user is likely to open. Rejects if that fails. */
  prefetch(path: string): Promise<unknown>
}

/** The page on screen: `unreachable` if its code could not be loaded, `undefined` before the first page. */
interface Shown {
  path: string
  page: Page | 'unreachable' | undefined
}

const current = shallowRef<Shown>({ path: location.pathname, page: undefined })
export const shown: Readonly<Ref<Shown>> = current

let router: Router | undefined

/**
 * Registers the routes. Pages import this module and the router imports the pages, so the routes arrive here by a
 * call and not by an import.
 */
export function registerRouter(routes: Router): void {
  router = routes
  window.addEventListener('popstate', () => {
    // A change of the anchor does not change the page.
    if (location.pathname === current.value.path) return
    if (canLeave()) void show()
    else history.pushState(null, '', current.value.path)
  })
}

const guards = new Set<() => boolean>()

/** Calls `guard` before each navigation while the current scope is active; `false` cancels the navigation. */
export function onBeforeLeave(guard: () => boolean): void {
  guards.add(guard)
  onScopeDispose(() => guards.delete(guard))
}

const canLeave = () => [...guards].every((guard) => guard())

/** Shows the page of the current address. The previous page stays until the code of the new one is loaded. */
export async function show(): Promise<void> {
  const path = location.pathname
  const page = await router?.resolve(path).catch(() => 'unreachable' as const)
  if (path !== location.pathname) return
  // The page sets its own name if it has one.
  pageName.value = ''
  current.value = { path, page }
  await nextTick()
  anchor()?.scrollIntoView()
}

/** The element that the fragment of the address names. The browser looks for it before the page is rendered. */
const anchor = () => document.getElementById(location.hash.slice(1))

/** Navigates to another page of the studio. `replace` removes the current page from the history. */
export async function go(to: string, { replace = false } = {}): Promise<void> {
  if (!canLeave()) return
  history[replace ? 'replaceState' : 'pushState'](null, '', to)
  await show()
  const target = anchor()
  if (target) return target.focus({ preventScroll: true })
  // Same as after a page load: scroll to the top, and move the keyboard focus to the content.
  window.scrollTo({ top: 0, behavior: 'instant' })
  document.getElementById('content')?.focus({ preventScroll: true })
}

/** Prefetches the code of a page. Ignores errors, because `go` loads the code again. */
export function prefetch(path: string): void {
  router?.prefetch(path).catch(() => undefined)
}
