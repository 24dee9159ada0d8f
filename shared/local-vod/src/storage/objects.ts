import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, type ReadStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Clock } from '../clock.ts'
import type { Records, Table } from './records.ts'

/** An object of the bucket without its content. */
export interface StoredObject {
  /** Object key, no leading slash. */
  key: string
  /** File name in the object folder. It is generated, so that a key cannot address a path. */
  file: string
  /** Bytes. */
  size: number
  /** With quotes, as in the HTTP header. */
  etag: string
  /** Hex digest of the whole content. */
  md5: string
  /** Milliseconds since 1970. */
  lastModified: number
}

/** The objects of a bucket. Content is on disk, metadata in the records. */
export class ObjectStore {
  readonly #directory: string
  readonly #table: Table<StoredObject>
  readonly #now: Clock

  constructor(directory: string, records: Records, now: Clock) {
    mkdirSync(directory, { recursive: true })
    this.#directory = directory
    this.#table = records.table('objects')
    this.#now = now
  }

  get(key: string): StoredObject | undefined {
    return this.#table.get(key)
  }

  /** Path of an object's content. Only for reading. */
  path(object: StoredObject): string {
    return join(this.#directory, object.file)
  }

  /** Reads content from byte `start` to byte `end`, both included. */
  read(object: StoredObject, start = 0, end = object.size - 1): ReadStream {
    return createReadStream(this.path(object), { start, end: Math.max(end, 0) })
  }

  /** Streams content into an object. The object exists only after all content is on disk. `etag` receives the content's MD5. */
  async write(
    key: string,
    content: AsyncIterable<Buffer>,
    etag: (md5: string) => string,
  ): Promise<StoredObject> {
    const file = `${randomUUID()}${extname(key)}`
    const path = join(this.#directory, file)
    const md5 = createHash('md5')
    let size = 0
    try {
      await pipeline(
        content,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            md5.update(chunk)
            size += chunk.length
            yield chunk
          }
        },
        createWriteStream(`${path}.part`),
      )
    } catch (error) {
      await rm(`${path}.part`, { force: true })
      throw error
    }
    await rename(`${path}.part`, path)
    const digest = md5.digest('hex')
    return await this.#save({ key, file, size, md5: digest, etag: etag(digest) })
  }

  /** Adds a second object with the same content, which is stored only once. */
  async alias(key: string, source: StoredObject): Promise<StoredObject> {
    return await this.#save({ ...source, key })
  }

  /** Deletes an object, and its content if no other object uses it. Does nothing if the object does not exist. */
  async delete(key: string): Promise<void> {
    const object = this.#table.get(key)
    if (!object) return
    this.#table.delete(key)
    await this.#release(object.file)
  }

  /** Writes the record of an object, and releases the content of the object that it replaces. */
  async #save(object: Omit<StoredObject, 'lastModified'>): Promise<StoredObject> {
    const replaced = this.#table.get(object.key)
    const stored = { ...object, lastModified: this.#now() }
    this.#table.set(object.key, stored)
    if (replaced) await this.#release(replaced.file)
    return stored
  }

  /** Deletes a content file, unless an object uses it. */
  async #release(file: string): Promise<void> {
    const inUse = this.#table.values().some((object) => object.file === file)
    if (!inUse) await rm(join(this.#directory, file), { force: true })
  }
}
