import type { ChosenFile } from '../../../platform/chosen-file.ts'

/** The cache in which the service worker stores files that are shared with the installed studio. */
const cacheName = 'shared'

interface SharedFiles {
  files: ChosenFile[]
  remove(): Promise<unknown>
}

/**
 * Reads the shared files. The service worker stores the name of a file in the address of its cache entry. Resolves with
 * `undefined` if there are none. The Cache API requires HTTPS, as sharing does; private windows may refuse it.
 */
async function readShared(): Promise<SharedFiles | undefined> {
  try {
    if (!(await caches.has(cacheName))) return undefined
    const shared = await caches.open(cacheName)
    const requests = await shared.keys()
    const files = await Promise.all(
      requests.map(async (request) => {
        const blob = await (await shared.match(request))?.blob()
        const name = new URL(request.url).searchParams.get('name') ?? 'shared.mp4'
        return blob ? [{ file: new File([blob], name, { type: blob.type }) }] : []
      }),
    )
    const remove = () => Promise.all(requests.map((request) => shared.delete(request)))
    return { files: files.flat(), remove }
  } catch {
    return undefined
  }
}

/**
 * Passes the shared files to `take`, and deletes them from the cache when `take` has resolved. If the browser does not
 * delete them, the next page takes them again.
 */
export async function takeShared(take: (files: ChosenFile[]) => Promise<void>): Promise<void> {
  const shared = await readShared()
  if (!shared || shared.files.length === 0) return
  await take(shared.files)
  await shared.remove().catch(() => undefined)
}
