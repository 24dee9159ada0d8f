/** A list that is loaded page by page. */
export interface PagedList<Item> {
  items: Item[]
  state: 'idle' | 'loading' | 'failed' | 'complete'
  /** Loads the next page. Does nothing while a page is loaded, after a failure, and after the last page. */
  loadNext(): Promise<void>
}

/**
 * Creates a list. Its generator ends with an error, so a list that failed has to be created again.
 * @param append the items together with those of a page
 * @param onChange called after each change of `state`
 */
export function createPagedList<Item, Page extends { cursor?: string | undefined }>(
  pages: AsyncGenerator<Page, void>,
  append: (items: Item[], page: Page) => Item[],
  onChange: () => void,
): PagedList<Item> {
  const list: PagedList<Item> = {
    items: [],
    state: 'idle',
    async loadNext() {
      if (list.state !== 'idle') return
      list.state = 'loading'
      onChange()
      try {
        const next = await pages.next()
        if (!next.done) list.items = append(list.items, next.value)
        list.state = next.done || next.value.cursor === undefined ? 'complete' : 'idle'
      } catch {
        list.state = 'failed'
      }
      onChange()
    },
  }
  return list
}
