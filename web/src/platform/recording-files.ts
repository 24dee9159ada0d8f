/**
 * Recordings in storage. Each has its own directory until it is published. The file `raw` grows during the recording.
 * The finished file is converted from it and is named by the creator's title. While `raw` exists, the finished file may
 * be incomplete.
 */
import type { FileStore, OutputFile } from './files/file-store.ts'
import { broadcastRecordingChange } from './recording-changes.ts'

const root = 'captured'
const rawName = 'raw'
const directoryOf = (recording: string) => `${root}/${recording}`

/** Path of the raw file of a recording. */
export const rawPathOf = (recording: string): string => `${directoryOf(recording)}/${rawName}`

/** Path of the finished file of a recording. */
export const finishedPathOf = (recording: string, name: string): string =>
  `${directoryOf(recording)}/${name}`

/** Creates the raw file of a new recording; in a worker. */
export const createRawRecording = (store: FileStore, recording: string): Promise<OutputFile> =>
  store.create(rawPathOf(recording))

/**
 * Creates the finished file of a recording; in a worker. First removes the files of earlier attempts under other names,
 * because an incomplete one could be mistaken for the finished file.
 */
export async function createFinishedFile(
  store: FileStore,
  recording: string,
  name: string,
): Promise<OutputFile> {
  for (const existing of await store.list(directoryOf(recording)))
    if (existing !== rawName && existing !== name)
      await store.remove(finishedPathOf(recording, existing))
  return store.create(finishedPathOf(recording, name))
}

/** Reads the raw file of a recording; `undefined` if the recording is finished. */
export const readRawRecording = (store: FileStore, recording: string): Promise<File | undefined> =>
  store.open(rawPathOf(recording))

/** Removes the raw file, which marks the finished file as complete. */
export const removeRawRecording = (store: FileStore, recording: string): Promise<void> =>
  store.remove(rawPathOf(recording))

/** Reads the finished file of a recording; `undefined` if the recording is not finished. */
export async function readFinishedRecording(
  store: FileStore,
  recording: string,
): Promise<File | undefined> {
  const names = await store.list(directoryOf(recording))
  const [name] = names
  if (name === undefined || names.includes(rawName)) return undefined
  return store.open(finishedPathOf(recording, name))
}

/** Bytes of a recording; 0 if it has no data. Rejects if it cannot be read now. */
export async function recordingSize(store: FileStore, recording: string): Promise<number> {
  const file =
    (await readFinishedRecording(store, recording)) ?? (await readRawRecording(store, recording))
  return file?.size ?? 0
}

/** Removes a recording with all its files. */
export async function removeRecording(store: FileStore, recording: string): Promise<void> {
  await store.remove(directoryOf(recording))
  broadcastRecordingChange()
}

/** The directory names of all recordings. */
export const listRecordings = (store: FileStore): Promise<string[]> => store.list(root)
