/**
 * The studio's service worker: its pages open without a network, and what is shared with the installed
 * studio gets into its queue. It never touches the API, viewers' pages, or anything of another origin.
 */
declare const self: ServiceWorkerGlobalScope
/** The files of the studio's pages, by the build. Their names change with their content. */
declare const shellFiles: string[]
/** Changes with them. */
declare const shellVersion: string

const shellName = `shell-${shellVersion}`
const sharedName = 'shared'

/** Pages that are the studio's one document. */
const studioPages = ['/', '/library', '/help']

/** Where a share arrives, by the manifest. */
const sharePath = '/share'

async function install(): Promise<void> {
  const shell = await caches.open(shellName)
  // Past the browser's own cache, which may hold under these names what was no such file.
  await shell.addAll(['/', ...shellFiles].map((path) => new Request(path, { cache: 'reload' })))
}

/** What an older version kept goes with the last page that used it: only then is this one activated. */
async function activate(): Promise<void> {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith('shell-') && name !== shellName)
  await Promise.all(old.map((name) => caches.delete(name)))
}

/** The network first: pages are small, and a new version must be seen at once. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (error) {
    const kept = await caches.match('/', { cacheName: shellName })
    if (!kept) throw error
    return kept
  }
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: shellName })) ?? fetch(request)
}

/** Puts what was shared where the studio's page finds it, and opens that. */
async function share(request: Request): Promise<Response> {
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

/** Shows the studio to who clicked on a notification of it. */
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
  if (request.method === 'POST' && pathname === sharePath) event.respondWith(share(request))
  else if (request.method !== 'GET') return
  else if (request.mode === 'navigate' && studioPages.includes(pathname))
    event.respondWith(page(request))
  else if (pathname.startsWith('/assets/')) event.respondWith(file(request))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(showStudio())
})
