import { openDatabase } from './database.ts'

/** Stores chosen covers until VOD has them. */
export interface CoverStore {
  put(jobId: string, file: File): Promise<void>
  find(jobId: string): Promise<File | undefined>
  remove(jobId: string): Promise<void>
}

/** Stores covers in IndexedDB. */
export const coverStore: CoverStore = {
  async put(jobId, file) {
    await (await openDatabase()).put('covers', file, jobId)
  },
  async find(jobId) {
    const stored = await (await openDatabase()).get('covers', jobId)
    return stored instanceof File ? stored : undefined
  },
  async remove(jobId) {
    await (await openDatabase()).delete('covers', jobId)
  },
}
