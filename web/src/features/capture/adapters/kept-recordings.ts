import type { ChosenFile } from '../../../platform/chosen-file.ts'
import { parseDirectoryName, type RecordingId } from '../model/recording-name.ts'
import {
  readFinishedRecording,
  listRecordings,
  removeRecording,
  recordingSize,
} from '../../../platform/recording-files.ts'
import { claimedRecordings } from '../../../platform/recording-locks.ts'

/** A recording that nobody has in hand, and no job is to send. */
export interface KeptRecording extends RecordingId {
  directory: string
  /** Bytes. */
  size: number
}

/** What was recorded and neither used nor discarded: by a page that ended, or one that was told to close. */
export async function keptRecordings(
  recordingsInUse: () => Promise<ReadonlySet<string>>,
): Promise<KeptRecording[]> {
  // In this order: a recording is claimed before it has a directory, and a job's before it is let go.
  const directories = await listRecordings()
  const others = await claimedRecordings()
  const used = await recordingsInUse()
  const kept: KeptRecording[] = []
  for (const directory of directories) {
    const id = parseDirectoryName(directory)
    if (!id || others.has(directory) || used.has(directory)) continue
    // What cannot be read now is left alone: a later page may.
    const size = await recordingSize(directory).catch(() => undefined)
    if (size === undefined) continue
    if (size > 0) kept.push({ ...id, directory, size })
    // Cut off before anything was written.
    else await removeRecording(directory)
  }
  return kept.sort((a, b) => a.startedAt - b.startedAt)
}

/** The file that was made of a recording, as one that was chosen. */
export async function chosenRecording(directory: string): Promise<ChosenFile | undefined> {
  const file = await readFinishedRecording(directory)
  return file && { file, recording: directory }
}
