import * as v from 'valibot'
import { broadcastRecordingChange } from '../../../platform/recording-changes.ts'
import type { ChosenFile } from '../../../platform/chosen-file.ts'
import { StorageError } from '../../../platform/storage-error.ts'
import { freeBytes, requestPersistence } from '../../../platform/storage-space.ts'
import type { MissingAccess } from '../job/job.ts'
import { isWorthCopying } from './copy-limit.ts'
import { withDatabase } from './database.ts'

/** Stores the files of jobs, so that a later page can read them. */
export interface SourceStore {
  /**
   * Stores a reference, which costs almost no space: the handle of a file, which a later page can read with the user's
   * permission, or the name of a recording. Resolves with whether there is one.
   */
  putReference(jobId: string, chosen: ChosenFile): Promise<boolean>
  /**
   * Stores a copy, which a later page can read without a permission.
   * @throws {StorageError} if there is not enough space, or if the browser stores no files
   */
  putCopy(jobId: string, file: File): Promise<void>
  /**
   * Finds the file, or returns the access that is missing. With `mayPrompt` the browser may prompt the user for the
   * permission, which requires a click.
   */
  find(jobId: string, mayPrompt: boolean): Promise<File | MissingAccess>
  /** Removes the stored file and its result. Keeps a recording, because there is no other copy of it. */
  remove(jobId: string): Promise<void>
  /** Removes everything, recordings included: the video is published. */
  removePublished(jobId: string): Promise<void>
}

/** Stored reference to a recording, whose file is already in the origin private file system. */
const RecordingReference = v.object({ recording: v.string() })

/** Permission methods of the File System Access API, which TypeScript's DOM library does not declare. */
interface Permissions {
  queryPermission(descriptor: { mode: 'read' }): Promise<PermissionState>
  requestPermission(descriptor: { mode: 'read' }): Promise<PermissionState>
}

/** The storage of recordings and compressed files. Loaded on demand, to keep the queue small. */
const openStore = async () =>
  (await (await import('../../../platform/files/page-storage.ts')).pageStorage()).store

/** Stores files in IndexedDB. IndexedDB copies the content of a `File`, but only the reference of a handle. */
export const sourceStore: SourceStore = {
  async putReference(jobId, { handle, recording }) {
    if (recording) {
      await withDatabase((database) => database.put('files', { recording }, jobId))
      broadcastRecordingChange()
    } else if (handle) await withDatabase((database) => database.put('handles', handle, jobId))
    else return false
    void requestPersistence()
    return true
  },

  async putCopy(jobId, file) {
    if (!isWorthCopying(file.size, await freeBytes()))
      throw new StorageError(new DOMException('No room for a copy.', 'QuotaExceededError'))
    await withDatabase((database) => database.put('files', file, jobId))
    void requestPersistence()
  },

  async find(jobId, mayPrompt) {
    const stored = await withDatabase(
      async (database) =>
        (await database.get('files', jobId)) ?? (await database.get('handles', jobId)),
    )
    if (stored instanceof File) return stored
    if (v.is(RecordingReference, stored)) {
      const { readFinishedRecording } = await import('../../../platform/recording-files.ts')
      return (await readFinishedRecording(await openStore(), stored.recording)) ?? 'file'
    }
    if (!('FileSystemFileHandle' in globalThis) || !(stored instanceof FileSystemFileHandle))
      return 'file'
    const handle = stored as FileSystemFileHandle & Permissions
    const mode = { mode: 'read' } as const
    const permission = await (mayPrompt
      ? handle.requestPermission(mode)
      : handle.queryPermission(mode))
    if (permission !== 'granted') return 'permission'
    // The file may have been moved, renamed or deleted.
    return await stored.getFile().catch(() => 'file' as const)
  },

  async remove(jobId) {
    await withDatabase((database) =>
      Promise.all([database.delete('files', jobId), database.delete('handles', jobId)]),
    )
    broadcastRecordingChange()
    const results = await import('../../../platform/output-files.ts')
    await results.removeOutputFile(await openStore(), results.outputNameOf(jobId))
  },

  async removePublished(jobId) {
    const stored = await withDatabase((database) => database.get('files', jobId))
    if (v.is(RecordingReference, stored)) {
      const { removeRecording } = await import('../../../platform/recording-files.ts')
      // Remove the file first. Otherwise the recorder would offer the unused recording for a moment.
      await removeRecording(await openStore(), stored.recording)
    }
    await this.remove(jobId)
  },
}

/** Names of the recordings that jobs use. */
export async function recordingsOfJobs(): Promise<Set<string>> {
  const all = await withDatabase((database) => database.getAll('files'))
  return new Set(
    all.flatMap((stored) => (v.is(RecordingReference, stored) ? [stored.recording] : [])),
  )
}
