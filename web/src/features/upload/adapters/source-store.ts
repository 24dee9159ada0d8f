import type { Missing } from '../model/job.ts'
import { isWorthACopy } from '../model/keeping.ts'
import { openDatabase } from './database.ts'

/** Where the files of jobs are kept for a page that is opened anew. */
export interface SourceStore {
  /**
   * Keeps a file until it is removed: as a copy, which a later page reads without asking; if that would
   * be too large, by its handle. Rejects where neither can be had.
   */
  keep(jobId: string, file: File, handle?: FileSystemFileHandle): Promise<void>
  /** The file, or what it lacks. With `ask` the browser may ask its user, which takes a click. */
  find(jobId: string, ask: boolean): Promise<File | Missing>
  /** Removes the file, and what was made of it. */
  remove(jobId: string): Promise<void>
}

/** The permission calls of the File System Access API, which TypeScript's DOM library does not have. */
interface Permissions {
  queryPermission(descriptor: { mode: 'read' }): Promise<PermissionState>
  requestPermission(descriptor: { mode: 'read' }): Promise<PermissionState>
}

/** Files in IndexedDB, which copies a `File` that is put into it, and keeps handles as they are. */
export const sourceStore: SourceStore = {
  async keep(jobId, file, handle) {
    const isCopied = isWorthACopy(file.size, await navigator.storage.estimate())
    if (!isCopied && !handle) throw new DOMException('No room for a copy.', 'QuotaExceededError')
    // Else a browser short of space may drop all of it; it decides for itself, and most do not ask.
    await navigator.storage.persist()
    await (await openDatabase()).put('files', isCopied ? file : handle, jobId)
  },

  async find(jobId, ask) {
    const kept = await (await openDatabase()).get('files', jobId)
    if (kept instanceof File) return kept
    if (!(kept instanceof FileSystemFileHandle)) return 'file'
    const access = kept as FileSystemFileHandle & Permissions
    const mode = { mode: 'read' } as const
    const permission = await (ask ? access.requestPermission(mode) : access.queryPermission(mode))
    if (permission !== 'granted') return 'permission'
    // Moved, renamed or deleted since.
    return await kept.getFile().catch(() => 'file' as const)
  },

  async remove(jobId) {
    await (await openDatabase()).delete('files', jobId)
    const results = await import('../../compress/adapters/output-files.ts')
    await results.removeOutputFile(results.outputNameOf(jobId))
  },
}
