import { randomInt } from 'node:crypto'
import type { Records, Table } from '../storage/records.ts'
import type { Sprites, Stream } from '../tasks/streams.ts'
import type { Suggestion } from '../tasks/suggestion.ts'
import type { Distribution } from './distribution.ts'
import type { MetaData } from './meta-data.ts'
import { subtitlePlaylistKey, type Subtitle, type SubtitleAttachment } from './subtitles.ts'

/** A published media file. */
export interface Media {
  fileId: string
  name: string
  /** Extension without dot. */
  type: string
  /** Object key, no leading slash. */
  key: string
  coverKey?: string
  /** The snapshot of the task flow. It remains when a cover replaces it. */
  snapshotKey?: string
  region: string
  classId: number
  sourceContext: string
  /** Milliseconds since 1970. */
  createdAt: number
  updatedAt: number
  /** Absent if the file is not recognised as media. */
  metaData?: MetaData
  /** Task flow that the upload's signature requested. */
  taskId?: string
  /** Key of the transcoded rendition. */
  renditionKey?: string
  /** Absent if the rendition has the source's properties. */
  renditionMetaData?: MetaData
  /** Adaptive rendition. */
  stream?: Stream
  /** Chapters (VOD: key frame descriptions), by time. `start` in seconds. */
  chapters?: { start: number; title: string }[]
  /** Pictures of the video at regular intervals. */
  sprites?: Sprites
  /** Subtitles of ModifyMediaInfo. */
  subtitles?: Subtitle[]
  /** The subtitles in the adaptive rendition. */
  attachment?: SubtitleAttachment
  /** Verdict of the last audio/video review; `at` is its end, milliseconds since 1970. */
  review?: { suggestion: Suggestion; at: number }
  /** The last change by ForbidMediaDistribution. */
  distribution?: Distribution
}

/** The keys of the pictures of a media file, and of the times of its sprites. */
export const pictureKeysOf = ({ coverKey, snapshotKey, sprites }: Media): string[] =>
  [coverKey, snapshotKey, ...(sprites ? [sprites.timesKey, ...sprites.imageKeys] : [])].filter(
    (key) => key !== undefined,
  )

/** The keys of all objects of a media file. */
export const keysOf = (media: Media): string[] => {
  const single = [media.key, media.renditionKey].filter((key) => key !== undefined)
  const subtitles = (media.subtitles ?? []).flatMap((subtitle) => [
    subtitle.key,
    subtitlePlaylistKey(subtitle),
  ])
  return [...single, ...(media.stream?.keys ?? []), ...pictureKeysOf(media), ...subtitles]
}

/** All published media. */
export class Catalogue {
  readonly #table: Table<Media>

  constructor(records: Records) {
    this.#table = records.table('media')
  }

  /** Generates an unused FileId: 19 decimal digits, like all FileIds in VOD's documents. */
  generateFileId(): string {
    const fileId = `5285890784${String(randomInt(1_000_000_000)).padStart(9, '0')}`
    return this.#table.get(fileId) ? this.generateFileId() : fileId
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

  /** The media file that an object belongs to. */
  ofKey(key: string): Media | undefined {
    return this.all().find((media) => keysOf(media).includes(key))
  }

  all(): Media[] {
    return this.#table.values()
  }
}
