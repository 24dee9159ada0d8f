import type { ChosenFile } from '../../../platform/chosen-file.ts'

/** Where the service worker puts what is shared with the installed studio. */
const cacheName = 'shared'

/**
 * Hands what was shared with the studio to `take`, and forgets it once that has taken it. The addresses it is
 * kept under tell the files' names, as the service worker writes them.
 */
export async function takeShared(take: (files: ChosenFile[]) => Promise<void>): Promise<void> {
  // Without HTTPS there is no such storage, nor anything shared.
  if (!('caches' in window) || !(await caches.has(cacheName))) return
  const shared = await caches.open(cacheName)
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
