/**
 * Recordings in the origin private file system. Each has its own directory until it is published. The file `raw`
 * grows during the recording. The finished file is converted from it and is named by the creator's title. While `raw`
 * exists, the finished file may be incomplete.
 */
import { entryNames, openEmpty, type OutputFile } from './output-files.ts'
import { broadcastRecordingChange } from './recording-changes.ts'

const rootName = 'captured'
const rawName = 'raw'

const openRoot = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(rootName, { create: true })

const openDirectory = async (directory: string, create = false) =>
  (await openRoot()).getDirectoryHandle(directory, { create })

/** Creates the raw file of a new recording; in a worker. */
export async function createRawRecording(directory: string): Promise<OutputFile> {
  return openEmpty(
    await (await openDirectory(directory, true)).getFileHandle(rawName, { create: true }),
  )
}

/**
 * Creates the finished file of a recording; in a worker. First removes the files of earlier attempts under other names,
 * because an incomplete one could be mistaken for the finished file.
 */
export async function createFinishedFile(directory: string, name: string): Promise<OutputFile> {
  const handle = await openDirectory(directory)
  for (const existing of await entryNames(handle))
    if (existing !== rawName && existing !== name) await handle.removeEntry(existing)
  return openEmpty(await handle.getFileHandle(name, { create: true }))
}

/** Reads the finished file of a recording to verify it, while `raw` still exists. */
export async function readFinishedFile(directory: string, name: string): Promise<File> {
  return (await (await openDirectory(directory)).getFileHandle(name)).getFile()
}

/**
 * Reads the raw file of a recording.
 * @throws {DOMException} NotFoundError if the recording is finished
 */
export async function readRawRecording(directory: string): Promise<File> {
  return (await (await openDirectory(directory)).getFileHandle(rawName)).getFile()
}

/** Removes a finished file that is not valid. */
export async function removeFinishedFile(directory: string, name: string): Promise<void> {
  await (await openDirectory(directory)).removeEntry(name)
}

/** Removes the raw file, which marks the finished file as complete. */
export async function removeRawRecording(directory: string): Promise<void> {
  await (await openDirectory(directory)).removeEntry(rawName)
}

/** Reads the finished file of a recording; `undefined` if the recording is not finished. */
export async function readFinishedRecording(directory: string): Promise<File | undefined> {
  try {
    const handle = await openDirectory(directory)
    const names = await entryNames(handle)
    const [name] = names
    if (name === undefined || names.includes(rawName)) return undefined
    return await (await handle.getFileHandle(name)).getFile()
  } catch (error) {
    return undefinedIfNotFound(error)
  }
}

function undefinedIfNotFound(error: unknown): undefined {
  if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error
}

/** Bytes of a recording; 0 if it has no data. Rejects if it cannot be read now. */
export async function recordingSize(directory: string): Promise<number> {
  const file =
    (await readFinishedRecording(directory)) ??
    (await readRawRecording(directory).catch(undefinedIfNotFound))
  return file?.size ?? 0
}

/** Removes a recording with all its files. */
export async function removeRecording(directory: string): Promise<void> {
  await (await openRoot()).removeEntry(directory, { recursive: true })
  broadcastRecordingChange()
}

/** The directory names of all recordings. */
export async function listRecordings(): Promise<string[]> {
  return entryNames(await openRoot())
}
