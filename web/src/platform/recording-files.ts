/**
 * Recordings in the origin private file system, each in a directory of its own until it is published: `raw`,
 * which grows while it is recorded, and the file that is made of it, under the name its creator sees. As long
 * as there is a `raw`, the other is not whole.
 */
import { openEmpty, type OutputFile } from './output-files.ts'
import { announceChange } from './recording-changes.ts'

const rootName = 'captured'
const rawName = 'raw'

const root = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(rootName, { create: true })

const directoryOf = async (directory: string, create = false) =>
  (await root()).getDirectoryHandle(directory, { create })

async function keysOf(directory: FileSystemDirectoryHandle): Promise<string[]> {
  const { keys } = directory as unknown as { keys(): AsyncIterable<string> }
  const names: string[] = []
  for await (const name of keys.call(directory)) names.push(name)
  return names
}

/** Begins a recording; in a worker. */
export async function createRaw(directory: string): Promise<OutputFile> {
  return openEmpty(
    await (await directoryOf(directory, true)).getFileHandle(rawName, { create: true }),
  )
}

/**
 * Begins the file that is made of a recording; in a worker. What an earlier attempt left, under another name, is
 * removed before: of two files, the broken one might be taken for the whole.
 */
export async function createFinished(directory: string, name: string): Promise<OutputFile> {
  const handle = await directoryOf(directory)
  for (const other of await keysOf(handle))
    if (other !== rawName && other !== name) await handle.removeEntry(other)
  return openEmpty(await handle.getFileHandle(name, { create: true }))
}

/** The file that is made of a recording, to be looked at before it counts. */
export async function readFinished(directory: string, name: string): Promise<File> {
  return (await (await directoryOf(directory)).getFileHandle(name)).getFile()
}

/** What is recorded; rejects with NotFoundError if a file has been made of it. */
export async function readRaw(directory: string): Promise<File> {
  return (await (await directoryOf(directory)).getFileHandle(rawName)).getFile()
}

/** Removes the file that could not be made of a recording. */
export async function removeFinished(directory: string, name: string): Promise<void> {
  await (await directoryOf(directory)).removeEntry(name)
}

/** Says that the file which was made of a recording is whole. */
export async function removeRaw(directory: string): Promise<void> {
  await (await directoryOf(directory)).removeEntry(rawName)
}

/** The whole file that was made of a recording, if there is one. */
export async function finishedFile(directory: string): Promise<File | undefined> {
  try {
    const handle = await directoryOf(directory)
    const names = await keysOf(handle)
    const [name] = names
    if (name === undefined || names.includes(rawName)) return undefined
    return await (await handle.getFileHandle(name)).getFile()
  } catch (error) {
    return noneIfNotFound(error)
  }
}

/** Nothing, where there is nothing; what cannot be read is still there. */
function noneIfNotFound(error: unknown): undefined {
  if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error
}

/** Bytes that a recording holds; 0 if there is nothing to make a file of. Rejects if it cannot be read now. */
export async function sizeOf(directory: string): Promise<number> {
  const file = (await finishedFile(directory)) ?? (await readRaw(directory).catch(noneIfNotFound))
  return file?.size ?? 0
}

/** Removes a recording and everything that was made of it. */
export async function removeRecording(directory: string): Promise<void> {
  await (await root()).removeEntry(directory, { recursive: true })
  announceChange()
}

/** The names of the directories of all recordings there are. */
export async function recordingDirectories(): Promise<string[]> {
  return keysOf(await root())
}
