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

/** Minimum size of every part except the last, bytes (product/436/7750). */
const minPartBytes = 1024 * 1024

/** A multipart upload that is not completed. */
export interface MultipartUpload {
  /** COS's `UploadId`. */
  uploadId: string
  key: string
  /** Milliseconds since 1970. */
  initiated: number
}

/** A stored part of a multipart upload. */
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

/** The multipart uploads that are not completed or aborted. Their parts are on disk. */
export class MultipartUploads {
  readonly #directory: string
  readonly #uploads: Table<MultipartUpload>
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

  initiate(key: string): MultipartUpload {
    const uploadId = `${this.#now()}${randomBytes(24).toString('hex')}`
    const upload = { uploadId, key, initiated: this.#now() }
    this.#uploads.set(uploadId, upload)
    return upload
  }

  /** Lists uploads whose key starts with a prefix. */
  list(prefix: string): MultipartUpload[] {
    return this.#uploads.values().filter(({ key }) => key.startsWith(prefix))
  }

  /**
   * Finds the upload with this id and key.
   *
   * @throws CosError NoSuchUpload
   */
  find(uploadId: string, key: string): MultipartUpload {
    const upload = this.#uploads.get(uploadId)
    if (upload?.key !== key)
      throw new CosError('NoSuchUpload', 'The specified multipart upload does not exist.')
    return upload
  }

  /** Lists the stored parts, sorted by number. */
  parts({ uploadId }: MultipartUpload): Part[] {
    return this.#parts
      .values()
      .filter((part) => part.uploadId === uploadId)
      .sort((a, b) => a.partNumber - b.partNumber)
  }

  /**
   * Streams a part to disk. Only when all bytes have arrived does it replace an earlier part with the same number.
   *
   * @param md5 expected digest in hex, if the client sent one
   * @throws CosError BadDigest, or NoSuchUpload if the upload was aborted or completed in the meantime
   */
  async receive(
    upload: MultipartUpload,
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
      this.find(upload.uploadId, upload.key) // fails if it was aborted or completed in the meantime
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

  /**
   * Joins the listed parts into the object. Concurrent requests share one result.
   *
   * @throws CosError InvalidPart, InvalidPartOrder or EntityTooSmall
   */
  async complete(upload: MultipartUpload, listed: ListedPart[]): Promise<StoredObject> {
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

  async abort(upload: MultipartUpload): Promise<void> {
    const parts = this.parts(upload)
    this.#uploads.delete(upload.uploadId)
    for (const part of parts) {
      this.#parts.delete(`${part.uploadId}/${part.partNumber}`)
      await rm(this.#path(part), { force: true })
    }
  }

  #select(upload: MultipartUpload, listed: ListedPart[]): Part[] {
    const stored = new Map(this.parts(upload).map((part) => [part.partNumber, part]))
    const selected = listed.map(({ partNumber, etag }, index) => {
      const previous = listed[index - 1]
      if (previous && previous.partNumber >= partNumber)
        throw new CosError('InvalidPartOrder', 'The list of parts was not in ascending order.')
      const part = stored.get(partNumber)
      if (!part || etag.replace(/^"(.*)"$/, '$1') !== part.md5)
        throw new CosError('InvalidPart', 'One or more of the specified parts could not be found.')
      return part
    })
    if (selected.slice(0, -1).some(({ size }) => size < minPartBytes))
      throw new CosError('EntityTooSmall', 'A part is smaller than the minimum allowed size.')
    return selected
  }

  async #join(upload: MultipartUpload, parts: Part[]): Promise<StoredObject> {
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
