import type { OperatorClient } from '@reelferry/contract/operator'
import { element } from './element.ts'

/** Saves an object as a JSON file in the browser's downloads. */
function download(fileName: string, content: object): void {
  const text = JSON.stringify(content, null, 2)
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  element('a', { href: url, download: fileName }).click()
  // The browser has read the URL when the next task runs.
  setTimeout(() => URL.revokeObjectURL(url))
}

/** Replaces characters that file systems forbid. */
const fileNameOf = (creatorId: string) => `reelferry-${creatorId.replace(/[^\w.@-]/g, '_')}.json`

/**
 * A task on all uploads of one creator.
 * @param onProgress receives the number of uploads so far
 * @returns the number of uploads
 * @throws OperatorError
 */
export type CreatorTask = (
  client: OperatorClient,
  creatorId: string,
  onProgress: (uploads: number) => void,
) => Promise<number>

/** Downloads all stored data of a creator. Downloads nothing if there are no uploads. */
export const exportCreator: CreatorTask = async (client, creatorId, onProgress) => {
  const uploads = []
  for await (const page of client.exportCreator(creatorId)) {
    uploads.push(...page.uploads)
    onProgress(uploads.length)
  }
  if (uploads.length > 0) download(fileNameOf(creatorId), { creator: creatorId, uploads })
  return uploads.length
}

/** Erases all uploads of a creator. */
export const eraseCreator: CreatorTask = async (client, creatorId, onProgress) => {
  let erased = 0
  for await (const page of client.eraseCreator(creatorId)) onProgress((erased += page.erased))
  return erased
}
