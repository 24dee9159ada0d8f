import { randomBytes } from 'node:crypto'
import type { Background } from '../background.ts'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { Catalogue, Media } from '../media/catalogue.ts'
import { renditionDefinition, type UrlOf } from '../media/media-info.ts'
import type { Notifier } from '../notifications/notifier.ts'
import type { ObjectStore } from '../storage/objects.ts'
import type { Records, Table } from '../storage/records.ts'
import { procedureTask } from './procedure-task.ts'
import { encode, storeSample, storeSnapshot, type Stream } from './streams.ts'
import type { Task, TaskResult } from './task.ts'
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
  /** Whether flows encode with ffmpeg. */
  encode: boolean
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
    const { faults, now } = this.#deps
    const transcode = await this.#transcode(running.media)
    const isMedia = 'renditionKey' in transcode
    const stream = isMedia ? await this.#stream(running.media) : undefined
    if (this.#deps.background.signal.aborted) return // interrupted; the next start of the region repeats it
    const snapshotKey = isMedia ? await this.#snapshot(running.media, stream) : undefined
    const moderation = faults.moderation && { moderation: faults.moderation }
    const task: Task = {
      ...running,
      result: {
        finishedAt: now(),
        transcode,
        ...(stream && { stream }),
        ...(snapshotKey && { snapshotKey }),
        ...moderation,
      },
    }
    this.#tasks.set(task.taskId, task)
    if (task.context.taskNotifyMode !== 'None') this.#notify(task)
  }

  /**
   * Makes the rendition without encoding: it has the source's bytes under a second URL. This is enough to test code that
   * handles renditions.
   */
  async #transcode(started: Media): Promise<TaskResult['transcode']> {
    const { catalogue, objects, faults } = this.#deps
    const media = catalogue.get(started.fileId)
    const source = media && objects.get(media.key)
    if (!media || !source)
      return {
        errCodeExt: 'SourceFileError.DownloadNotAccessible',
        message: 'Source does not exist.',
      }
    if (faults.failTranscode) return { errCodeExt: 'InternalError', message: 'Transcoding failed.' }
    if (!media.metaData)
      return { errCodeExt: 'SourceFileError.ContentMalformed', message: 'Source is not media.' }
    const folder = media.key.slice(0, media.key.lastIndexOf('/'))
    const renditionKey = `${folder}/v.f${renditionDefinition}.${media.type}`
    await objects.alias(renditionKey, source)
    catalogue.save({ ...media, renditionKey, updatedAt: this.#deps.now() })
    return { renditionKey }
  }

  /** Makes the adaptive rendition if encoding or the `sampleStream` fault is on. */
  async #stream({ fileId }: Media): Promise<TaskResult['stream']> {
    const { catalogue, objects, faults, encode: isEncoding, background } = this.#deps
    const media = catalogue.get(fileId)
    const source = media && objects.get(media.key)
    if (!media?.metaData || !source || (!isEncoding && !faults.sampleStream)) return undefined
    const folder = `${media.key.slice(0, media.key.lastIndexOf('/'))}/adaptive`
    const { Width = 0, Height = 0, AudioStreamSet = [] } = media.metaData
    const encoded = {
      path: objects.path(source),
      lines: Math.min(Width, Height),
      hasAudio: AudioStreamSet.length > 0,
    }
    let stream: Stream
    try {
      stream = faults.sampleStream
        ? await storeSample(objects, folder)
        : await encode(objects, folder, encoded, background.signal)
    } catch (error) {
      if (!background.signal.aborted) console.error('local VOD region:', error)
      return { errCodeExt: 'InternalError', message: 'Encoding failed.' }
    }
    const current = catalogue.get(fileId)
    if (!current) return undefined // deleted in the meantime
    catalogue.save({ ...current, stream, updatedAt: this.#deps.now() })
    return stream
  }

  /** Sets the cover if none was uploaded: a frame of the video, or the sample picture if nothing is encoded. */
  async #snapshot({ fileId }: Media, stream: TaskResult['stream']): Promise<string | undefined> {
    const { catalogue, objects, now } = this.#deps
    const media = catalogue.get(fileId)
    if (!media || media.coverKey !== undefined) return undefined
    const frameKey = stream && 'masterKey' in stream ? stream.snapshotKey : undefined
    const folder = media.key.slice(0, media.key.lastIndexOf('/'))
    const snapshotKey = frameKey ?? (await storeSnapshot(objects, folder))
    const current = catalogue.get(fileId)
    // The file was deleted in the meantime, or a cover was uploaded.
    if (!current || current.coverKey !== undefined) return undefined
    catalogue.save({ ...current, coverKey: snapshotKey, updatedAt: now() })
    return snapshotKey
  }

  #notify(task: Task): void {
    this.#deps.notifier.notify('ProcedureStateChanged', {
      ProcedureStateChangeEvent: procedureTask(task, this.#deps.url),
    })
  }
}
