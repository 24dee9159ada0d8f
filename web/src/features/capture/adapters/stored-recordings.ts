import type { ChosenFile } from '../../../platform/chosen-file.ts'
import { parseDirectoryName, type RecordingId } from '../model/recording-name.ts'
import {
  readFinishedRecording,
  listRecordings,
  removeRecording,
  recordingSize,
} from '../../../platform/recording-files.ts'
import { claimedRecordings } from '../../../platform/recording-locks.ts'

/** A recording that no tab has locked and no job uses. */
export interface StoredRecording extends RecordingId {
  directory: string
  /** Bytes. */
  size: number
}

/** Lists the recordings that were neither used nor discarded, oldest first. Deletes empty ones. */
export async function listStoredRecordings(
  recordingsInUse: () => Promise<ReadonlySet<string>>,
): Promise<StoredRecording[]> {
  // The order matters: a recording is locked before its directory exists, and used by a job before it is unlocked.
  const directories = await listRecordings()
  const claimed = await claimedRecordings()
  const inUse = await recordingsInUse()
  const stored: StoredRecording[] = []
  for (const directory of directories) {
    const id = parseDirectoryName(directory)
    if (!id || claimed.has(directory) || inUse.has(directory)) continue
    // A directory that cannot be read now stays. A later page may read it.
    const size = await recordingSize(directory).catch(() => undefined)
    if (size === undefined) continue
    if (size > 0) stored.push({ ...id, directory, size })
    // The page ended before the first chunk was written.
    else await removeRecording(directory)
  }
  return stored.sort((a, b) => a.startedAt - b.startedAt)
}

/** Reads the finished file of a recording, in the form of a chosen file. */
export async function readStoredRecording(directory: string): Promise<ChosenFile | undefined> {
  const file = await readFinishedRecording(directory)
  return file && { file, recording: directory }
}
