import { withDatabase } from './database.ts'

/** Stores chosen covers until VOD has them. */
export interface CoverStore {
  put(jobId: string, file: File): Promise<void>
  find(jobId: string): Promise<File | undefined>
  remove(jobId: string): Promise<void>
}

/** Stores covers in IndexedDB. */
export const coverStore: CoverStore = {
  async put(jobId, file) {
    await withDatabase((database) => database.put('covers', file, jobId))
  },
  async find(jobId) {
    const stored = await withDatabase((database) => database.get('covers', jobId))
    return stored instanceof File ? stored : undefined
  },
  async remove(jobId) {
    await withDatabase((database) => database.delete('covers', jobId))
  },
}
