/**
 * Whether this site has an IndexedDB of this name; `undefined` if the browser cannot list its databases, or denies it.
 * Opens no database.
 */
export async function hasDatabase(wanted: string): Promise<boolean | undefined> {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === wanted)
  } catch {
    return undefined
  }
}
