import { ChunkedFile, type ChunkStorage } from './chunked-file.ts'
import type { FileStore } from './file-store.ts'

type Chunks = Map<number, Blob>

/** The files of this page or of this worker, by path. */
const files = new Map<string, Chunks>()

/**
 * Keeps files in memory. A worker and its page have different memories: a worker sends its finished file to the page as
 * a blob, which the browser does not copy.
 */
export const memoryFileStore: FileStore = {
  create: async (path) => {
    const chunks: Chunks = new Map()
    files.set(path, chunks)
    return new ChunkedFile(chunkStorageOf(chunks))
  },
  open: async (path) => {
    const chunks = files.get(path)
    return chunks && new File([...chunks.values()], path.slice(path.lastIndexOf('/') + 1))
  },
  remove: async (path) => {
    for (const stored of files.keys())
      if (stored === path || stored.startsWith(`${path}/`)) files.delete(stored)
  },
  list: async (directory) => {
    const inside = [...files.keys()].filter((path) => path.startsWith(`${directory}/`))
    return [...new Set(inside.map((path) => path.slice(directory.length + 1).split('/')[0] ?? ''))]
  },
}

/** Appends a blob to a file, which is created if there is none. */
export function appendInMemory(path: string, blob: Blob): void {
  const chunks = files.get(path) ?? new Map<number, Blob>()
  files.set(path, chunks)
  chunks.set(chunks.size, blob)
}

const block = new Blob([new Uint8Array(64 * 1024)])

/** Zeros that need no memory of their own: all blobs refer to the same block. */
const zeros = (size: number): Blob =>
  new Blob([
    ...Array<Blob>(Math.floor(size / block.size)).fill(block),
    block.slice(0, size % block.size),
  ])

const chunkStorageOf = (chunks: Chunks): ChunkStorage => ({
  put: async (index, bytes) => void chunks.set(index, bytes),
  get: async (index) => chunks.get(index),
  remove: async (index) => void chunks.delete(index),
  release: async (index, size) => void chunks.set(index, zeros(size)),
})
