import type { ChosenFile } from '../../../platform/chosen-file.ts'

/** The cache in which the service worker stores files that are shared with the installed studio. */
const cacheName = 'shared'

/** Opens the cache, if it exists. The Cache API requires HTTPS, as sharing does; private windows may refuse it. */
async function openShared(): Promise<Cache | undefined> {
  try {
    return (await caches.has(cacheName)) ? await caches.open(cacheName) : undefined
  } catch {
    return undefined
  }
}

/**
 * Passes the shared files to `take`, and deletes them from the cache when `take` has resolved. The service worker
 * stores the name of a file in the address of its cache entry.
 */
export async function takeShared(take: (files: ChosenFile[]) => Promise<void>): Promise<void> {
  const shared = await openShared()
  if (!shared) return
  const requests = await shared.keys()
  const files = await Promise.all(
    requests.map(async (request) => {
      const blob = await (await shared.match(request))?.blob()
      const name = new URL(request.url).searchParams.get('name') ?? 'shared.mp4'
      return blob ? [{ file: new File([blob], name, { type: blob.type }) }] : []
    }),
  )
  if (files.length > 0) await take(files.flat())
  await Promise.all(requests.map((request) => shared.delete(request)))
}
