import type { Video } from '@reelferry/contract'

/**
 * Reads the video that the Worker put into the page, which saves a request; `undefined` if it did not. It has the same
 * origin as the page's scripts and is trusted like them: a schema would be a third of the code that viewers load.
 */
export function videoInPage({ dataset }: HTMLElement): Video | undefined {
  return dataset.video === undefined ? undefined : (JSON.parse(dataset.video) as Video)
}
