import { randomInt } from 'node:crypto'
import type { Records, Table } from '../storage/records.ts'
import type { Stream } from '../tasks/streams.ts'
import type { MetaData } from './meta-data.ts'

/** A published medium. */
export interface Media {
  fileId: string
  name: string
  /** Extension without dot. */
  type: string
  /** Object key, no leading slash. */
  key: string
  coverKey?: string
  region: string
  classId: number
  sourceContext: string
  /** Milliseconds since 1970. */
  createdAt: number
  updatedAt: number
  /** Absent when the file is not recognised as a medium. */
  metaData?: MetaData
  /** Of the task flow the upload's signature asked for. */
  taskId?: string
  /** Key of the transcoded rendition. */
  renditionKey?: string
  /** The adaptive rendition. */
  stream?: Stream
}

/** All published media. */
export class Catalogue {
  readonly #table: Table<Media>

  constructor(records: Records) {
    this.#table = records.table('media')
  }

  /** 19 decimal digits, as in every FileId VOD documents. */
  mintFileId(): string {
    const fileId = `5285890784${String(randomInt(1_000_000_000)).padStart(9, '0')}`
    return this.#table.get(fileId) ? this.mintFileId() : fileId
  }

  get(fileId: string): Media | undefined {
    return this.#table.get(fileId)
  }

  save(media: Media): void {
    this.#table.set(media.fileId, media)
  }

  delete(fileId: string): void {
    this.#table.delete(fileId)
  }

  all(): Media[] {
    return this.#table.values()
  }
}
