import { randomBytes } from 'node:crypto'
import type { Background } from '../background.ts'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { EncodedFiles, Encoder } from '../encoding/encoder.ts'
import type { Catalogue, Media } from '../media/catalogue.ts'
import { renditionDefinition, type UrlOf } from '../media/media-info.ts'
import type { Notifier } from '../notifications/notifier.ts'
import type { ObjectStore, StoredObject } from '../storage/objects.ts'
import type { Records, Table } from '../storage/records.ts'
import { procedureTask } from './procedure-task.ts'
import {
  samplePicture,
  type Sprites,
  storeFile,
  storeSample,
  storeSprites,
  storeStream,
} from './streams.ts'
import type { Failure, Rendition, Task, TaskResult } from './task.ts'
import { wait } from './wait.ts'

interface FlowDeps {
  appId: number
  records: Records
  catalogue: Catalogue
  objects: ObjectStore
  notifier: Notifier
  background: Background
  faults: Faults
  url: UrlOf
  now: Clock
  /** Absent if flows do not encode. */
  encoder: Encoder | undefined
}

/** The objects that a flow has stored. */
interface Outputs {
  stream?: TaskResult['stream']
  /** Absent if the rendition is a copy of the source. */
  rendition?: Rendition
  snapshotKey?: string
  sprites?: Sprites
}

/** Runs task flows. Every procedure name is accepted. A flow makes one rendition and, if encoding is on, an adaptive one. */
export class TaskFlows {
  readonly #tasks: Table<Task>
  readonly #deps: FlowDeps

  constructor(deps: FlowDeps) {
    this.#tasks = deps.records.table('tasks')
    this.#deps = deps
  }

  /** Generates a task id in the format of VOD's samples: `<appid>-Procedure-<hex>`. */
  generateTaskId(): string {
    return `${this.#deps.appId}-Procedure-${randomBytes(16).toString('hex')}t1`
  }

  find(taskId: string): Task | undefined {
    return this.#tasks.get(taskId)
  }

  /** All flows of a media file, newest first. */
  ofMedia(fileId: string): Task[] {
    return this.#tasks
      .values()
      .filter((task) => task.media.fileId === fileId)
      .toSorted((a, b) => b.createdAt - a.createdAt)
  }

  start(taskId: string, media: Media, context: Task['context']): void {
    const task: Task = { taskId, media, context, createdAt: this.#deps.now() }
    this.#tasks.set(taskId, task)
    if (context.taskNotifyMode === 'Change') this.#notify(task)
    this.#finishLater(task)
  }

  /** Resumes the flows that a restart interrupted. */
  resume(): void {
    for (const task of this.#tasks.values()) if (!task.result) this.#finishLater(task)
  }

  #finishLater(task: Task): void {
    const { background, faults, now } = this.#deps
    background.run(async () => {
      const elapsedMs = now() - task.createdAt
      const isElapsed = await wait(elapsedMs, () => faults.processingMs, background.signal)
      if (isElapsed) await this.#finish(task)
    })
  }

  async #finish(running: Task): Promise<void> {
    const { faults, now, background } = this.#deps
    const failure = this.#inputFailure(running.media)
    const outputs = failure ? {} : await this.#makeOutputs(running.media)
    if (background.signal.aborted) return // interrupted; the next start of the region repeats it
    const { stream, sprites } = outputs
    const transcode = failure ?? (await this.#saveRenditions(running.media, outputs))
    const snapshotKey = failure ? undefined : await this.#saveCover(running.media, outputs)
    const moderation = faults.moderation && { moderation: faults.moderation }
    const task: Task = {
      ...running,
      result: {
        finishedAt: now(),
        transcode,
        ...(stream && { stream }),
        ...(sprites && { sprites }),
        ...(snapshotKey && { snapshotKey }),
        ...moderation,
      },
    }
    this.#tasks.set(task.taskId, task)
    if (task.context.taskNotifyMode !== 'None') this.#notify(task)
  }

  #source({ key }: Media): StoredObject | undefined {
    return this.#deps.objects.get(key)
  }

  /** The reason why a video cannot be processed. */
  #inputFailure({ fileId, metaData }: Media): Failure | undefined {
    const { catalogue, faults } = this.#deps
    const media = catalogue.get(fileId)
    if (!media || !this.#source(media))
      return {
        errCodeExt: 'SourceFileError.DownloadNotAccessible',
        message: 'Source does not exist.',
      }
    if (faults.failTranscode) return { errCodeExt: 'InternalError', message: 'Transcoding failed.' }
    if (!metaData)
      return { errCodeExt: 'SourceFileError.ContentMalformed', message: 'Source is not media.' }
    return undefined
  }

  /** Stores what ffmpeg makes of a video, or the sample stream if that fault is on. */
  async #makeOutputs(media: Media): Promise<Outputs> {
    const { objects, faults, encoder, background } = this.#deps
    if (faults.sampleStream)
      return { stream: await storeSample(objects, `${folderOf(media)}/adaptive`) }
    const source = this.#source(media)
    const { Width = 0, Height = 0, Duration = 0, AudioStreamSet = [] } = media.metaData ?? {}
    if (!encoder || !source || Width * Height * Duration === 0) return {}
    const video = {
      path: objects.path(source),
      duration: Duration,
      lines: Math.min(Width, Height),
      hasAudio: AudioStreamSet.length > 0,
      needsSnapshot: this.#deps.catalogue.get(media.fileId)?.coverKey === undefined,
    }
    try {
      return await encoder.encode(video, (files) => this.#store(media, files))
    } catch (error) {
      if (background.signal.aborted) return {}
      throw error
    }
  }

  async #store(media: Media, files: EncodedFiles): Promise<Outputs> {
    const { objects } = this.#deps
    const { stream, rendition, snapshot, sprites, error } = files
    const folder = folderOf(media)
    const outputs: Outputs = {}
    if (stream !== undefined)
      outputs.stream = await storeStream(objects, `${folder}/adaptive`, stream)
    if (error !== undefined)
      outputs.stream = { errCodeExt: 'InternalError', message: `Encoding failed: ${error}` }
    if (rendition) {
      const { path, metaData } = rendition
      const { key } = await storeFile(objects, `${folder}/v.f${renditionDefinition}.mp4`, path)
      outputs.rendition = { renditionKey: key, ...(metaData && { metaData }) }
    }
    if (sprites !== undefined)
      outputs.sprites = await storeSprites(objects, `${folder}/sprites`, sprites)
    if (snapshot !== undefined)
      outputs.snapshotKey = (await storeFile(objects, `${folder}/snapshot.jpg`, snapshot)).key
    return outputs
  }

  /**
   * Adds the renditions to a video. Without an encoded rendition, it has the source's bytes under a second URL: enough to
   * test code that handles renditions.
   */
  async #saveRenditions(started: Media, outputs: Outputs): Promise<Rendition> {
    const { catalogue, objects, now } = this.#deps
    const source = this.#source(started)
    const renditionKey = `${folderOf(started)}/v.f${renditionDefinition}.${started.type}`
    const rendition = outputs.rendition ?? { renditionKey }
    if (!outputs.rendition && source) await objects.alias(renditionKey, source)
    const stream = outputs.stream && 'masterKey' in outputs.stream ? outputs.stream : undefined
    const { sprites } = outputs
    const media = catalogue.get(started.fileId)
    if (media)
      catalogue.save({
        ...media,
        renditionKey: rendition.renditionKey,
        ...(rendition.metaData && { renditionMetaData: rendition.metaData }),
        ...(stream && { stream }),
        ...(sprites && { sprites }),
        updatedAt: now(),
      })
    // Deleted in the meantime.
    else
      for (const key of [
        rendition.renditionKey,
        ...(stream?.keys ?? []),
        ...(sprites ? [sprites.timesKey, ...sprites.imageKeys] : []),
      ])
        await objects.delete(key)
    return rendition
  }

  /** Sets the cover if none was uploaded: a frame of the video, or the sample picture. Returns the key of the new cover. */
  async #saveCover(started: Media, outputs: Outputs): Promise<string | undefined> {
    const { catalogue, objects, now } = this.#deps
    const hasNoCover = () => {
      const media = catalogue.get(started.fileId)
      return media?.coverKey === undefined ? media : undefined
    }
    const { snapshotKey } = outputs
    const coverKey =
      snapshotKey ??
      (hasNoCover() &&
        (await storeFile(objects, `${folderOf(started)}/snapshot.jpg`, samplePicture)).key)
    if (coverKey === undefined) return undefined
    // The video may have been deleted in the meantime, or a cover uploaded.
    const media = hasNoCover()
    if (!media) {
      await objects.delete(coverKey)
      return undefined
    }
    catalogue.save({ ...media, coverKey, snapshotKey: coverKey, updatedAt: now() })
    return coverKey
  }

  #notify(task: Task): void {
    this.#deps.notifier.notify('ProcedureStateChanged', {
      ProcedureStateChangeEvent: procedureTask(task, this.#deps.url),
    })
  }
}

/** Path of the objects of a video. */
const folderOf = ({ key }: Media): string => key.slice(0, key.lastIndexOf('/'))
