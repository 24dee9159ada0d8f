/**
 * The studio's service worker: opens the studio without a network, and receives files that are shared with the
 * installed studio. It does not handle the API, viewers' pages, or other origins.
 */
declare const self: ServiceWorkerGlobalScope
/** Paths of the studio's files; the build sets them. Names change with the content. */
declare const shellFiles: string[]
/** A hash of these paths. */
declare const shellVersion: string

const shellName = `shell-${shellVersion}`
const sharedName = 'shared'

/** Whether the studio's document serves a path that also works without a network. */
const isStudioPage = (path: string) =>
  ['/', '/library', '/help'].includes(path) || path.startsWith('/library/')

/** The share target of the manifest. */
const sharePath = '/share'

async function install(): Promise<void> {
  const shell = await caches.open(shellName)
  // Bypass the HTTP cache: it may contain an error page under one of these names.
  await shell.addAll(['/', ...shellFiles].map((path) => new Request(path, { cache: 'reload' })))
}

/** Deletes older shells. The browser activates a version when no page uses the previous one any more. */
async function activate(): Promise<void> {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith('shell-') && name !== shellName)
  await Promise.all(old.map((name) => caches.delete(name)))
}

/** Network first: the document is small, and a new version must be shown at once. */
async function fetchPage(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (error) {
    const cached = await caches.match('/', { cacheName: shellName })
    if (!cached) throw error
    return cached
  }
}

/** Cache first: the name of a file changes with its content. */
async function fetchFile(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: shellName })) ?? fetch(request)
}

/** Stores shared files for the studio's page (`takeShared`), and opens it. */
async function receiveShare(request: Request): Promise<Response> {
  const shared = await caches.open(sharedName)
  const files = (await request.formData()).getAll('videos').filter((entry) => entry instanceof File)
  await Promise.all(
    files.map(({ name }, index) => {
      const address = `${sharePath}/${Date.now()}-${index}?${new URLSearchParams({ name })}`
      return shared.put(address, new Response(files[index]))
    }),
  )
  return Response.redirect('/', 303)
}

/** Focuses the studio after a click on its notification. */
async function showStudio(): Promise<void> {
  const [open] = await self.clients.matchAll({ type: 'window' })
  if (open) await open.focus()
  else await self.clients.openWindow('/')
}

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(activate()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== self.location.origin) return
  if (request.method === 'POST' && pathname === sharePath) event.respondWith(receiveShare(request))
  else if (request.method !== 'GET') return
  else if (request.mode === 'navigate' && isStudioPage(pathname))
    event.respondWith(fetchPage(request))
  else if (pathname.startsWith('/assets/')) event.respondWith(fetchFile(request))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(showStudio())
})
