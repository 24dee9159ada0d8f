import type { StorageKind } from '../model/storage-kind.ts'
import { storeOf } from './store-of.ts'

/** Kinds in order of preference. Memory always works, so it is not tested. */
const candidates = ['private-files', 'database'] as const

/**
 * Finds the best storage that works here; in a worker. A browser may offer an API and still reject each call: in a
 * private window, in a frame, or because it lacks a part. So a file is written with each API and read again. Rejects
 * only if code cannot be loaded.
 */
export async function probeStorage(): Promise<StorageKind> {
  for (const kind of candidates) if (await works(kind)) return kind
  return 'memory'
}

const written = new Uint8Array([2, 3, 5, 7])

async function works(kind: StorageKind): Promise<boolean> {
  const path = `probe/${crypto.randomUUID()}`
  const store = await storeOf(kind)
  try {
    const file = await store.create(path)
    await file.write(written, 0)
    await file.flush()
    await file.close()
    const read = await (await store.open(path))?.arrayBuffer()
    return String(read && new Uint8Array(read)) === String(written)
  } catch {
    return false
  } finally {
    await store.remove(path).catch(() => undefined)
  }
}
