import type { Video } from '@reelferry/contract'

/**
 * What the Worker put into the page, which spares a request; `undefined` if it did not. It comes with the page and its
 * scripts, from the same hand, so it is believed as they are: a schema would be a third of all that viewers load.
 */
export function videoInPage({ dataset }: HTMLElement): Video | undefined {
  return dataset.video === undefined ? undefined : (JSON.parse(dataset.video) as Video)
}
