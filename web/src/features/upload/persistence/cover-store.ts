import { openDatabase } from './database.ts'

/** Where the pictures that stand for videos are kept until VOD has them. */
export interface CoverStore {
  keep(jobId: string, file: File): Promise<void>
  find(jobId: string): Promise<File | undefined>
  remove(jobId: string): Promise<void>
}

/** Pictures in IndexedDB. */
export const coverStore: CoverStore = {
  async keep(jobId, file) {
    await (await openDatabase()).put('covers', file, jobId)
  },
  async find(jobId) {
    const kept = await (await openDatabase()).get('covers', jobId)
    return kept instanceof File ? kept : undefined
  },
  async remove(jobId) {
    await (await openDatabase()).delete('covers', jobId)
  },
}
