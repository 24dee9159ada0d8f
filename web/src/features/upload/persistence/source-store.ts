import * as v from 'valibot'
import { broadcastRecordingChange } from '../../../platform/recording-changes.ts'
import type { ChosenFile } from '../../../platform/chosen-file.ts'
import type { Missing } from '../job/job.ts'
import { isWorthACopy } from './copy-limit.ts'
import { openDatabase } from './database.ts'

/** Where the files of jobs are kept for a page that is opened anew. */
export interface SourceStore {
  /**
   * Keeps, until it is removed, what costs next to nothing: the handle of a file, which a later page reads with
   * its user's permission, or the name of a recording, which stays where it lies. Resolves with whether there is one.
   */
  keepReference(jobId: string, chosen: ChosenFile): Promise<boolean>
  /** Keeps a copy, which a later page reads without asking, until it is removed. Rejects where there is no room. */
  keepCopy(jobId: string, file: File): Promise<void>
  /** The file, or what it lacks. With `ask` the browser may ask its user, which takes a click. */
  find(jobId: string, ask: boolean): Promise<File | Missing>
  /** Removes the file, and what was made of it. A recording, of which there is no other copy, is let go. */
  remove(jobId: string): Promise<void>
  /** Removes everything: VOD has it. */
  published(jobId: string): Promise<void>
}

/** How a recording is kept: by its name, since it lies in the origin private file system already. */
const KeptRecording = v.object({ recording: v.string() })

/** The permission calls of the File System Access API, which TypeScript's DOM library does not have. */
interface Permissions {
  queryPermission(descriptor: { mode: 'read' }): Promise<PermissionState>
  requestPermission(descriptor: { mode: 'read' }): Promise<PermissionState>
}

/** Else a browser short of space may drop all of it. It decides for itself, or asks, which may take long. */
const persist = () => void navigator.storage.persist()

/** Files in IndexedDB, which copies a `File` that is put into it, and keeps handles as they are. */
export const sourceStore: SourceStore = {
  async keepReference(jobId, { handle, recording }) {
    const database = await openDatabase()
    if (recording) {
      await database.put('files', { recording }, jobId)
      broadcastRecordingChange()
    } else if (handle) await database.put('handles', handle, jobId)
    else return false
    persist()
    return true
  },

  async keepCopy(jobId, file) {
    if (!isWorthACopy(file.size, await navigator.storage.estimate()))
      throw new DOMException('No room for a copy.', 'QuotaExceededError')
    await (await openDatabase()).put('files', file, jobId)
    persist()
  },

  async find(jobId, ask) {
    const database = await openDatabase()
    const kept = (await database.get('files', jobId)) ?? (await database.get('handles', jobId))
    if (kept instanceof File) return kept
    if (v.is(KeptRecording, kept)) {
      const { readFinishedRecording } = await import('../../../platform/recording-files.ts')
      return (await readFinishedRecording(kept.recording)) ?? 'file'
    }
    if (!(kept instanceof FileSystemFileHandle)) return 'file'
    const access = kept as FileSystemFileHandle & Permissions
    const mode = { mode: 'read' } as const
    const permission = await (ask ? access.requestPermission(mode) : access.queryPermission(mode))
    if (permission !== 'granted') return 'permission'
    // Moved, renamed or deleted since.
    return await kept.getFile().catch(() => 'file' as const)
  },

  async remove(jobId) {
    const database = await openDatabase()
    await Promise.all([database.delete('files', jobId), database.delete('handles', jobId)])
    broadcastRecordingChange()
    const results = await import('../../../platform/output-files.ts')
    await results.removeOutputFile(results.outputNameOf(jobId))
  },

  async published(jobId) {
    const kept = await (await openDatabase()).get('files', jobId)
    if (v.is(KeptRecording, kept)) {
      const { removeRecording } = await import('../../../platform/recording-files.ts')
      // Before it is let go, or it would be offered again for a moment.
      await removeRecording(kept.recording)
    }
    await this.remove(jobId)
  },
}

/** The names of the recordings that are the file of a job. */
export async function recordingsOfJobs(): Promise<Set<string>> {
  const all = await (await openDatabase()).getAll('files')
  return new Set(all.flatMap((kept) => (v.is(KeptRecording, kept) ? [kept.recording] : [])))
}
