import { ref } from 'vue'
import { StorageError } from '../../../platform/storage-error.ts'
import type { SourceStore } from '../persistence/source-store.ts'

interface CopyRequest {
  jobId: string
  file: File
  /** Whether a later page can read the file without the copy. */
  hasReference: boolean
}

/** Why a file is not stored: there is not enough space, or the browser stores no files. */
export type NotPersistedReason = 'full' | 'unavailable'

/**
 * Copies files into the store, one after the other and the smallest first: most files are safe soon, and each copy sees
 * how much space the last one left. Skips jobs that do not need their file any more.
 */
export function createCopyQueue(
  sources: Pick<SourceStore, 'putCopy' | 'remove'>,
  needsFile: (jobId: string) => boolean,
) {
  /** Jobs whose file could not be stored: a later page has to request it from the creator. */
  const notPersisted = ref(new Map<string, NotPersistedReason>())
  const queue: CopyRequest[] = []
  let copying: Promise<void> | undefined

  /** Resolves when all files in the queue are copied. */
  async function add(request: CopyRequest): Promise<void> {
    queue.push(request)
    await (copying ??= copyAll())
  }

  async function copyAll(): Promise<void> {
    for (;;) {
      const next = queue.toSorted((a, b) => a.file.size - b.file.size)[0]
      if (!next) break
      queue.splice(queue.indexOf(next), 1)
      await copy(next)
    }
    copying = undefined
  }

  async function copy({ jobId, file, hasReference }: CopyRequest): Promise<void> {
    if (!needsFile(jobId)) return
    try {
      await sources.putCopy(jobId, file)
      notPersisted.value.delete(jobId)
      if (!needsFile(jobId)) await sources.remove(jobId)
    } catch (error) {
      const isFull = error instanceof StorageError && error.isFull
      if (!hasReference) notPersisted.value.set(jobId, isFull ? 'full' : 'unavailable')
    }
  }

  return { add, notPersisted }
}
