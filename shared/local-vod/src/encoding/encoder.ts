import { mkdirSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MetaData } from '../media/meta-data.ts'
import {
  encodeStream,
  joinSegments,
  makeSprites,
  spriteTimes,
  takeSnapshot,
  type VideoSource,
} from './encode.ts'
import { readMetaData } from './ffprobe.ts'

/** A longer video is not encoded, because it would occupy the machine for too long. Seconds. */
const maxDuration = 10 * 60

/** Name of the WebVTT file beside the sprite images. */
export const spriteTimesName = 'sprites.vtt'

/** A video to encode, and whether it needs a cover. */
type EncodeRequest = VideoSource & { needsSnapshot: boolean }

/** Paths of the files that were made. They are deleted when their consumer has settled. */
export interface EncodedFiles {
  /** Directory with the adaptive stream. Absent if the video is not encoded. */
  stream?: string
  /** The stream's lowest rendition as one file. */
  rendition?: { path: string; metaData: MetaData | undefined }
  snapshot?: string
  /** Directory with the sprite images and their WebVTT file. Absent if they could not be made. */
  sprites?: string
  /** ffmpeg's last message, if it cannot encode the video. */
  error?: string
}

/** Encodes one video at a time with ffmpeg. */
export class Encoder {
  readonly #directory: string
  readonly #signal: AbortSignal
  #last: Promise<unknown> = Promise.resolve()

  /**
   * @param directory for unfinished files; its content is deleted
   * @param signal ends the running program and all that wait
   */
  constructor(directory: string, signal: AbortSignal) {
    rmSync(directory, { recursive: true, force: true })
    mkdirSync(directory, { recursive: true })
    this.#directory = directory
    this.#signal = signal
  }

  /**
   * Encodes a video and passes the files to `consume`.
   *
   * @throws the reason of the abort
   */
  encode<T>(request: EncodeRequest, consume: (files: EncodedFiles) => Promise<T>): Promise<T> {
    const result = this.#last.then(() => this.#encodeNow(request, consume))
    this.#last = result.catch(() => undefined)
    return result
  }

  async #encodeNow<T>(
    { needsSnapshot, ...source }: EncodeRequest,
    consume: (files: EncodedFiles) => Promise<T>,
  ): Promise<T> {
    this.#signal.throwIfAborted()
    const directory = await mkdtemp(join(this.#directory, 'video-'))
    try {
      const snapshot = needsSnapshot
        ? await this.#snapshot(source, join(directory, 'snapshot.jpg'))
        : undefined
      const encoded = source.duration <= maxDuration ? await this.#stream(source, directory) : {}
      const sprites =
        encoded.stream === undefined ? undefined : await this.#sprites(source, directory)
      return await consume({
        ...encoded,
        ...(snapshot !== undefined && { snapshot }),
        ...(sprites !== undefined && { sprites }),
      })
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }

  async #snapshot(source: VideoSource, path: string): Promise<string | undefined> {
    try {
      await takeSnapshot(source, path, this.#signal)
      return path
    } catch {
      this.#signal.throwIfAborted()
      return undefined
    }
  }

  async #sprites({ path, duration }: VideoSource, parent: string): Promise<string | undefined> {
    const directory = join(parent, 'sprites')
    try {
      await mkdir(directory)
      await makeSprites(path, directory, this.#signal)
      const images = (await readdir(directory)).toSorted()
      await writeFile(join(directory, spriteTimesName), spriteTimes(images, duration))
      return directory
    } catch {
      this.#signal.throwIfAborted()
      return undefined
    }
  }

  async #stream(source: VideoSource, directory: string): Promise<EncodedFiles> {
    const stream = join(directory, 'stream')
    const path = join(directory, 'rendition.mp4')
    try {
      await mkdir(stream)
      await encodeStream(source, stream, this.#signal)
      await joinSegments(stream, path, this.#signal)
      return { stream, rendition: { path, metaData: await readMetaData(path, this.#signal) } }
    } catch (error) {
      this.#signal.throwIfAborted()
      const message = error instanceof Error ? error.message : ''
      return { error: message.split('\n').at(-1) ?? '' }
    }
  }
}
