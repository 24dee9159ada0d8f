/** Compressed files in storage. Each has its own name, and is deleted after publishing. */
import type { FileStore, OutputFile } from './files/file-store.ts'

const directory = 'compressed'
const pathOf = (name: string) => `${directory}/${name}`

/** Name of the output file with this id. */
export const outputNameOf = (id: string): string => `${id}.mp4`

/** Creates an empty output file, or empties an existing one; in a worker. */
export async function createOutputFile(store: FileStore, name: string): Promise<OutputFile> {
  await store.remove(pathOf(markerNameOf(name)))
  return store.create(pathOf(name))
}

/** Name of the marker file of a verified output file. The marker contains the recipe of the output file. */
const markerNameOf = (name: string) => `${name}.verified`

/** Marks an output file as verified and stores its recipe; in a worker. */
export async function markVerified(store: FileStore, name: string, recipe: string): Promise<void> {
  const marker = await store.create(pathOf(markerNameOf(name)))
  await marker.write(new TextEncoder().encode(recipe), 0)
  await marker.close()
}

/** The output file that an earlier page verified; `undefined` if there is none with this recipe. */
export async function verifiedOutputFile(
  store: FileStore,
  name: string,
  recipe: string,
): Promise<File | undefined> {
  const marker = await store.open(pathOf(markerNameOf(name)))
  return marker && (await marker.text()) === recipe ? store.open(pathOf(name)) : undefined
}

/** Whether there is an output file that was never verified, because its page ended early. */
export async function hasUnfinishedOutput(store: FileStore, name: string): Promise<boolean> {
  const names = await outputFileNames(store)
  return names.includes(name) && !names.includes(markerNameOf(name))
}

/** Reads an output file that is not open for writing; `undefined` if there is none. */
export const readOutputFile = (store: FileStore, name: string): Promise<File | undefined> =>
  store.open(pathOf(name))

/** Removes an output file, after its marker. Does nothing if there is none. */
export async function removeOutputFile(store: FileStore, name: string): Promise<void> {
  await store.remove(pathOf(markerNameOf(name)))
  await store.remove(pathOf(name))
}

/** Names of all files in the directory, markers included. */
export const outputFileNames = (store: FileStore): Promise<string[]> => store.list(directory)
