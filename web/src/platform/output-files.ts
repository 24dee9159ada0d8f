/** Compressed files in the origin private file system. Each has its own name, and is deleted after publishing. */
import { retry } from '@reelferry/retry'

const directoryName = 'compressed'

/** Name of the output file with this id. */
export const outputNameOf = (id: string): string => `${id}.mp4`

const openDirectory = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(directoryName, { create: true })

/** The members of FileSystemSyncAccessHandle that are used here. */
export interface OutputFile {
  write(bytes: Uint8Array, options: { at: number }): number
  read(bytes: Uint8Array, options: { at: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
}

/** Creates an empty output file, or empties an existing one; in a worker. The file is locked until it is closed. */
export async function createOutputFile(name: string): Promise<OutputFile> {
  await removeEntry(markerNameOf(name))
  return openEmpty(await (await openDirectory()).getFileHandle(name, { create: true }))
}

/** Empties a file and opens it for writing; in a worker. The file is locked until it is closed. */
export async function openEmpty(handle: FileSystemFileHandle): Promise<OutputFile> {
  const file = await handle.createSyncAccessHandle()
  file.truncate(0)
  return file
}

/**
 * Writes all bytes.
 * @throws {DOMException} QuotaExceededError if there is not enough space
 */
export function writeAll(file: OutputFile, bytes: Uint8Array, at: number): void {
  if (file.write(bytes, { at }) < bytes.byteLength)
    throw new DOMException('Out of space.', 'QuotaExceededError')
}

/** Name of the marker file of a verified output file. The marker contains the recipe of the output file. */
const markerNameOf = (name: string) => `${name}.verified`

/** Marks an output file as verified and stores its recipe; in a worker. */
export async function markVerified(name: string, recipe: string): Promise<void> {
  const marker = await openEmpty(
    await (await openDirectory()).getFileHandle(markerNameOf(name), { create: true }),
  )
  writeAll(marker, new TextEncoder().encode(recipe), 0)
  marker.close()
}

/** The output file that an earlier page verified; `undefined` if there is none with this recipe. */
export async function verifiedOutputFile(name: string, recipe: string): Promise<File | undefined> {
  const names = await outputFileNames()
  if (!names.includes(markerNameOf(name)) || !names.includes(name)) return undefined
  const storedRecipe = await (await readOutputFile(markerNameOf(name))).text()
  return storedRecipe === recipe ? readOutputFile(name) : undefined
}

/** Whether there is an output file that was never verified, because its page ended early. */
export async function hasUnfinishedOutput(name: string): Promise<boolean> {
  const names = await outputFileNames()
  return names.includes(name) && !names.includes(markerNameOf(name))
}

/**
 * Reads an output file that is not open for writing.
 * @throws {DOMException} NotFoundError if there is none
 */
export async function readOutputFile(name: string): Promise<File> {
  return (await (await openDirectory()).getFileHandle(name)).getFile()
}

/** A terminated worker may still lock its file for a moment. Removing it is retried for up to two seconds. */
const releaseIntervalMs = 50
const maxReleaseRetries = 40

/** Removes an output file, after its marker. Does nothing if there is none. */
export async function removeOutputFile(name: string): Promise<void> {
  await removeEntry(markerNameOf(name))
  await removeEntry(name)
}

async function removeEntry(name: string): Promise<void> {
  const isNamed = (error: unknown, errorName: string) =>
    error instanceof DOMException && error.name === errorName
  try {
    await retry(async () => (await openDirectory()).removeEntry(name), {
      maxRetries: (error) => (isNamed(error, 'NoModificationAllowedError') ? maxReleaseRetries : 0),
      delay: () => releaseIntervalMs,
    })
  } catch (error) {
    if (!isNamed(error, 'NotFoundError')) throw error
  }
}

/** Names of all files in the directory, markers included. */
export async function outputFileNames(): Promise<string[]> {
  return entryNames(await openDirectory())
}

/** Names of the files and directories in a directory. */
export async function entryNames(directory: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = []
  for await (const name of directory.keys()) names.push(name)
  return names
}
