import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Clock } from '../clock.ts'
import type { ObjectStore, StoredObject } from '../storage/objects.ts'
import type { Records, Table } from '../storage/records.ts'
import { CosError } from './errors.ts'
import type { ListedPart } from './xml.ts'

/** Every part but the last must have this size at least, bytes (product/436/7750). */
const smallestPart = 1024 * 1024

export interface Multipart {
  uploadId: string
  key: string
  /** Milliseconds since 1970. */
  initiated: number
}

export interface Part {
  uploadId: string
  partNumber: number
  /** Bytes. */
  size: number
  /** Hex; the ETag is this in quotes. */
  md5: string
  /** Milliseconds since 1970. */
  lastModified: number
}

/** Multipart uploads under way, their parts on disk. */
export class Multiparts {
  readonly #directory: string
  readonly #uploads: Table<Multipart>
  readonly #parts: Table<Part>
  readonly #objects: ObjectStore
  readonly #now: Clock
  readonly #completing = new Map<string, Promise<StoredObject>>()

  constructor(directory: string, records: Records, objects: ObjectStore, now: Clock) {
    mkdirSync(directory, { recursive: true })
    this.#directory = directory
    this.#uploads = records.table('multiparts')
    this.#parts = records.table('parts')
    this.#objects = objects
    this.#now = now
  }

  initiate(key: string): Multipart {
    const uploadId = `${this.#now()}${randomBytes(24).toString('hex')}`
    const upload = { uploadId, key, initiated: this.#now() }
    this.#uploads.set(uploadId, upload)
    return upload
  }

  /** Uploads whose key starts with a prefix. */
  list(prefix: string): Multipart[] {
    return this.#uploads.values().filter(({ key }) => key.startsWith(prefix))
  }

  /** The upload of that id and key; throws NoSuchUpload. */
  find(uploadId: string, key: string): Multipart {
    const upload = this.#uploads.get(uploadId)
    if (upload?.key !== key)
      throw new CosError('NoSuchUpload', 'The specified multipart upload does not exist.')
    return upload
  }

  /** Parts kept so far, by number. */
  parts({ uploadId }: Multipart): Part[] {
    return this.#parts
      .values()
      .filter((part) => part.uploadId === uploadId)
      .sort((a, b) => a.partNumber - b.partNumber)
  }

  /**
   * Streams a part to disk; it counts, in place of an earlier one of its number, only when all bytes came.
   *
   * @param md5 expected digest in hex, if the client sent one; throws BadDigest when it differs
   */
  async receive(
    upload: Multipart,
    partNumber: number,
    content: AsyncIterable<Buffer>,
    md5: string | undefined,
  ): Promise<Part> {
    const incoming = join(this.#directory, randomBytes(16).toString('hex'))
    const hash = createHash('md5')
    let size = 0
    const measured = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of content) {
        hash.update(chunk)
        size += chunk.length
        yield chunk
      }
    }
    try {
      await pipeline(measured, createWriteStream(incoming))
      const digest = hash.digest('hex')
      if (md5 !== undefined && md5 !== digest)
        throw new CosError(
          'BadDigest',
          'The Content-MD5 you specified did not match what we received.',
        )
      this.find(upload.uploadId, upload.key) // it may have been aborted or completed meanwhile
      const { uploadId } = upload
      const part = { uploadId, partNumber, size, md5: digest, lastModified: this.#now() }
      await rename(incoming, this.#path(part))
      this.#parts.set(`${uploadId}/${partNumber}`, part)
      return part
    } catch (error) {
      await rm(incoming, { force: true })
      throw error
    }
  }

  /** Joins the listed parts into the object. Two requests at a time share one result. */
  async complete(upload: Multipart, listed: ListedPart[]): Promise<StoredObject> {
    const running = this.#completing.get(upload.uploadId)
    if (running) return await running
    const joined = this.#join(upload, this.#select(upload, listed))
    this.#completing.set(upload.uploadId, joined)
    try {
      return await joined
    } finally {
      this.#completing.delete(upload.uploadId)
    }
  }

  async abort(upload: Multipart): Promise<void> {
    const parts = this.parts(upload)
    this.#uploads.delete(upload.uploadId)
    for (const part of parts) {
      this.#parts.delete(`${part.uploadId}/${part.partNumber}`)
      await rm(this.#path(part), { force: true })
    }
  }

  #select(upload: Multipart, listed: ListedPart[]): Part[] {
    const kept = new Map(this.parts(upload).map((part) => [part.partNumber, part]))
    const selected = listed.map(({ partNumber, etag }, index) => {
      const before = listed[index - 1]
      if (before && before.partNumber >= partNumber)
        throw new CosError('InvalidPartOrder', 'The list of parts was not in ascending order.')
      const part = kept.get(partNumber)
      if (!part || etag.replace(/^"(.*)"$/, '$1') !== part.md5)
        throw new CosError('InvalidPart', 'One or more of the specified parts could not be found.')
      return part
    })
    if (selected.slice(0, -1).some(({ size }) => size < smallestPart))
      throw new CosError('EntityTooSmall', 'A part is smaller than the minimum allowed size.')
    return selected
  }

  async #join(upload: Multipart, parts: Part[]): Promise<StoredObject> {
    const files = parts.map((part) => this.#path(part))
    const content = async function* (): AsyncGenerator<Buffer> {
      for (const file of files) yield* createReadStream(file) as AsyncIterable<Buffer>
    }
    const digests = Buffer.concat(parts.map(({ md5 }) => Buffer.from(md5, 'hex')))
    const etag = `"${createHash('md5').update(digests).digest('hex')}-${parts.length}"`
    const object = await this.#objects.write(upload.key, content(), () => etag)
    await this.abort(upload)
    return object
  }

  #path({ uploadId, partNumber }: Part): string {
    return join(this.#directory, `${uploadId}.${partNumber}`)
  }
}
