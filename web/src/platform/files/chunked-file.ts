import { inStorage, StorageError } from '../storage-error.ts'
import type { OutputFile } from './file-store.ts'

/** Stores the chunks of one file by their number, from 0. */
export interface ChunkStorage {
  put(index: number, bytes: Blob): Promise<void>
  get(index: number): Promise<Blob | undefined>
  remove(index: number): Promise<void>
  /** Frees the memory of a chunk of `size` bytes that is not read any more. Absent if the chunks are on disk. */
  release?(index: number, size: number): Promise<void>
}

interface Chunk {
  start: number
  end: number
}

/** A file as a sequence of chunks, for storages that cannot change a part of a stored value. */
export class ChunkedFile implements OutputFile {
  readonly #storage: ChunkStorage
  readonly #chunks: Chunk[] = []
  /** Calls are performed one after the other. */
  #previous: Promise<unknown> = Promise.resolve()

  constructor(storage: ChunkStorage) {
    this.#storage = storage
  }

  get #size(): number {
    return this.#chunks.at(-1)?.end ?? 0
  }

  write(bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void> {
    // The constructor copies the bytes.
    const copy = new Blob([bytes])
    return this.#enqueue(() => this.#write(copy, at))
  }

  read(start: number, end: number): Promise<ArrayBuffer> {
    return this.#enqueue(async () => (await this.#read(start, end)).arrayBuffer())
  }

  release(start: number, end: number): Promise<void> {
    return this.#enqueue(async () => {
      for (const [index, chunk] of this.#chunks.entries())
        if (chunk.start >= start && chunk.end <= end)
          await this.#storage.release?.(index, chunk.end - chunk.start)
    })
  }

  truncate(size: number): Promise<void> {
    return this.#enqueue(async () => {
      for (let last = this.#chunks.at(-1); last && last.end > size; last = this.#chunks.at(-1)) {
        const index = this.#chunks.length - 1
        if (last.start >= size) {
          await this.#storage.remove(index)
          this.#chunks.pop()
          continue
        }
        await this.#storage.put(index, await this.#read(last.start, size))
        last.end = size
      }
    })
  }

  async flush(): Promise<void> {
    await this.#previous
  }

  async close(): Promise<void> {
    await this.#previous
  }

  async #write(bytes: Blob, at: number): Promise<void> {
    const end = at + bytes.size
    if (at > this.#size) await this.#append(new Blob([new Uint8Array(at - this.#size)]))
    for (const [index, chunk] of this.#chunks.entries()) {
      if (chunk.end <= at || chunk.start >= end) continue
      const stored = await this.#chunk(index)
      const from = Math.max(at, chunk.start)
      const to = Math.min(end, chunk.end)
      const changed = [
        stored.slice(0, from - chunk.start),
        bytes.slice(from - at, to - at),
        stored.slice(to - chunk.start),
      ]
      await this.#storage.put(index, new Blob(changed))
    }
    const start = this.#size
    if (end > start) await this.#append(bytes.slice(start - at))
  }

  async #append(bytes: Blob): Promise<void> {
    const start = this.#size
    await this.#storage.put(this.#chunks.length, bytes)
    this.#chunks.push({ start, end: start + bytes.size })
  }

  async #read(start: number, end: number): Promise<Blob> {
    const parts: Blob[] = []
    for (const [index, chunk] of this.#chunks.entries()) {
      if (chunk.end <= start || chunk.start >= end) continue
      const stored = await this.#chunk(index)
      parts.push(
        stored.slice(
          Math.max(start, chunk.start) - chunk.start,
          Math.min(end, chunk.end) - chunk.start,
        ),
      )
    }
    return new Blob(parts)
  }

  async #chunk(index: number): Promise<Blob> {
    const stored = await this.#storage.get(index)
    if (!stored) throw new StorageError(new Error(`Chunk ${index} is not stored any more.`))
    return stored
  }

  #enqueue<T>(call: () => Promise<T>): Promise<T> {
    const result = this.#previous.then(() => inStorage(call))
    this.#previous = result.catch(() => undefined)
    return result
  }
}
