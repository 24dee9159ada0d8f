import type { ChosenFile } from '../../../platform/chosen-file.ts'
import { maxMemoryBytes } from '../../../platform/model/storage-kind.ts'
import { pageStorage } from '../../../platform/files/page-storage.ts'
import {
  listRecordings,
  readFinishedRecording,
  recordingSize,
  removeRecording as removeFrom,
} from '../../../platform/recording-files.ts'
import { claimedRecordings } from '../../../platform/recording-locks.ts'
import { freeBytes } from '../../../platform/storage-space.ts'
import { CaptureError } from '../model/capture-failure.ts'
import { parseDirectoryName, type RecordingId } from '../model/recording-name.ts'
import { spaceFor } from '../model/recording-limits.ts'

/** A recording that no tab has locked and no job uses. */
export interface StoredRecording extends RecordingId {
  directory: string
  /** Bytes. */
  size: number
}

/** The storage of recordings. */
export interface RecordingStorage {
  /** Bytes that a recording may use together with its finished file. */
  free: number
  /** Whether a recording stays when the page ends. */
  isPersisted: boolean
}

/** Free bytes if the browser does not report them. If there are fewer, the recording stops and stays playable. */
const assumedFreeBytes = 4 * 1024 ** 3

/**
 * The storage that this page has for recordings.
 * @throws {CaptureError} if the code of its probe could not be loaded
 */
export async function recordingStorage(): Promise<RecordingStorage> {
  const { kind } = await openStorage()
  if (kind === 'memory') return { free: spaceFor(maxMemoryBytes), isPersisted: false }
  return { free: (await freeBytes()) ?? assumedFreeBytes, isPersisted: true }
}

async function openStorage() {
  try {
    return await pageStorage()
  } catch (cause) {
    throw new CaptureError('not-loaded', { cause })
  }
}

/** Lists the recordings that were neither used nor discarded, oldest first. Deletes empty ones. */
export async function listStoredRecordings(
  recordingsInUse: () => Promise<ReadonlySet<string>>,
): Promise<StoredRecording[]> {
  const { store } = await openStorage()
  // The order matters: a recording is locked before its directory exists, and used by a job before it is unlocked.
  const directories = await listRecordings(store)
  const claimed = await claimedRecordings()
  const inUse = await recordingsInUse()
  const stored: StoredRecording[] = []
  for (const directory of directories) {
    const id = parseDirectoryName(directory)
    if (!id || claimed.has(directory) || inUse.has(directory)) continue
    // A directory that cannot be read now stays. A later page may read it.
    const size = await recordingSize(store, directory).catch(() => undefined)
    if (size === undefined) continue
    if (size > 0) stored.push({ ...id, directory, size })
    // The page ended before the first chunk was written.
    else await removeFrom(store, directory)
  }
  return stored.sort((a, b) => a.startedAt - b.startedAt)
}

/**
 * Reads the finished file of a recording, in the form of a chosen file. A file in memory is not marked as a recording:
 * a later page could not find it.
 */
export async function readStoredRecording(directory: string): Promise<ChosenFile | undefined> {
  const { kind, store } = await openStorage()
  const file = await readFinishedRecording(store, directory)
  return file && { file, ...(kind !== 'memory' && { recording: directory }) }
}

/** Removes a recording with all its files. */
export async function removeRecording(directory: string): Promise<void> {
  await removeFrom((await openStorage()).store, directory)
}
