import { element } from './element.ts'
import type { OperatorApi } from './operator-api.ts'

/** Hands a file of this page's own making to the browser's downloads. */
function download(name: string, content: object): void {
  const text = JSON.stringify(content, null, 2)
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  element('a', { href: url, download: name }).click()
  // The browser has taken it by the next task.
  setTimeout(() => URL.revokeObjectURL(url))
}

/** What of a name may be in that of a file. */
const fileName = (who: string) => `reelferry-${who.replace(/[^\w.@-]/g, '_')}.json`

/** Downloads all that is kept of a creator. Resolves to how many uploads that are; nothing is downloaded of none. */
export async function exportCreator(
  api: OperatorApi,
  who: string,
  signal: AbortSignal,
  progress: (uploads: number) => void,
): Promise<number> {
  const uploads = []
  for await (const page of api.exportCreator(who, signal)) {
    uploads.push(...page.uploads)
    progress(uploads.length)
  }
  if (uploads.length > 0) download(fileName(who), { creator: who, uploads })
  return uploads.length
}

/** Erases a creator. Resolves to how many uploads that were. */
export async function eraseCreator(
  api: OperatorApi,
  who: string,
  signal: AbortSignal,
  progress: (uploads: number) => void,
): Promise<number> {
  let erased = 0
  for await (const page of api.eraseCreator(who, signal)) progress((erased += page.erased))
  return erased
}
