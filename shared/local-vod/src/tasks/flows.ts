import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Background } from '../background.ts'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { Catalogue, Media } from '../media/catalogue.ts'
import { renditionDefinition, type UrlOf } from '../media/describe.ts'
import type { Notifier } from '../notifications/notifier.ts'
import type { ObjectStore } from '../storage/objects.ts'
import type { Records, Table } from '../storage/records.ts'
import { procedureTask } from './procedure-task.ts'
import { encode, storeSample, storeSnapshot, type Stream } from './streams.ts'
import type { Task, TaskResult } from './task.ts'

/** How soon a change of the processing time takes effect, ms. */
const lookAgainMs = 100

interface FlowParts {
  appId: number
  records: Records
  catalogue: Catalogue
  objects: ObjectStore
  notifier: Notifier
  background: Background
  faults: Faults
  url: UrlOf
  now: Clock
  /** Whether there is an ffmpeg to encode with. */
  encode: boolean
}

/** Task flows. Any procedure name is a known one, and every flow makes one rendition, or an adaptive one as well. */
export class TaskFlows {
  readonly #tasks: Table<Task>
  readonly #parts: FlowParts

  constructor(parts: FlowParts) {
    this.#tasks = parts.records.table('tasks')
    this.#parts = parts
  }

  /** `<appid>-Procedure-<hex>`, as in VOD's samples. */
  mintTaskId(): string {
    return `${this.#parts.appId}-Procedure-${randomBytes(16).toString('hex')}t1`
  }

  find(taskId: string): Task | undefined {
    return this.#tasks.get(taskId)
  }

  /** All flows on a medium, the newest first. */
  ofMedia(fileId: string): Task[] {
    return this.#tasks
      .values()
      .filter((task) => task.media.fileId === fileId)
      .toSorted((a, b) => b.createdAt - a.createdAt)
  }

  start(taskId: string, media: Media, context: Task['context']): void {
    const task: Task = { taskId, media, context, createdAt: this.#parts.now() }
    this.#tasks.set(taskId, task)
    if (context.taskNotifyMode === 'Change') this.#tell(task)
    this.#finishLater(task)
  }

  /** Goes on with the flows that a restart interrupted. */
  resume(): void {
    for (const task of this.#tasks.values()) if (!task.result) this.#finishLater(task)
  }

  /** Looks often, because how long processing takes may be changed while a task is under way. */
  #finishLater(task: Task): void {
    const { background, faults, now } = this.#parts
    // By the machine's own time: the region's may be set, or stand still.
    const startedAt = performance.now() - (now() - task.createdAt)
    background.run(async () => {
      for (;;) {
        const left = startedAt + faults.processingMs - performance.now()
        if (left <= 0) return this.#finish(task)
        const isAwake = await delay(Math.min(left, lookAgainMs), true, {
          signal: background.signal,
        }).catch(() => false)
        if (!isAwake) return
      }
    })
  }

  async #finish(running: Task): Promise<void> {
    const { faults, now } = this.#parts
    const transcode = await this.#transcode(running.media)
    const isMedia = 'renditionKey' in transcode
    const stream = isMedia ? await this.#stream(running.media) : undefined
    if (this.#parts.background.signal.aborted) return // cut off; it begins anew with the next region
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
    if (task.context.taskNotifyMode !== 'None') this.#tell(task)
  }

  /**
   * Nothing is encoded here. The rendition is the source's own bytes under a second URL, which is enough to see that
   * everything that handles renditions handles them.
   */
  async #transcode(started: Media): Promise<TaskResult['transcode']> {
    const { catalogue, objects, faults } = this.#parts
    const media = catalogue.get(started.fileId)
    const source = media && objects.get(media.key)
    if (!media || !source)
      return { errCodeExt: 'SourceFileError.DownloadNotAccessible', message: 'Source is gone.' }
    if (faults.failTranscode) return { errCodeExt: 'InternalError', message: 'Transcoding failed.' }
    if (!media.metaData)
      return { errCodeExt: 'SourceFileError.ContentMalformed', message: 'Source is not media.' }
    const folder = media.key.slice(0, media.key.lastIndexOf('/'))
    const renditionKey = `${folder}/v.f${renditionDefinition}.${media.type}`
    await objects.alias(renditionKey, source)
    catalogue.save({ ...media, renditionKey, updatedAt: this.#parts.now() })
    return { renditionKey }
  }

  /** An adaptive rendition, where one is to be made. */
  async #stream({ fileId }: Media): Promise<TaskResult['stream']> {
    const { catalogue, objects, faults, encode: isEncoding, background } = this.#parts
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
    if (!current) return undefined // deleted meanwhile
    catalogue.save({ ...current, stream, updatedAt: this.#parts.now() })
    return stream
  }

  /** The cover where none was uploaded: a picture of the video, or a ready-made one where nothing is encoded. */
  async #snapshot({ fileId }: Media, stream: TaskResult['stream']): Promise<string | undefined> {
    const { catalogue, objects, now } = this.#parts
    const media = catalogue.get(fileId)
    if (!media || media.coverKey !== undefined) return undefined
    const taken = stream && 'masterKey' in stream ? stream.snapshotKey : undefined
    const folder = media.key.slice(0, media.key.lastIndexOf('/'))
    const snapshotKey = taken ?? (await storeSnapshot(objects, folder))
    const current = catalogue.get(fileId)
    // Deleted meanwhile, or given another cover.
    if (!current || current.coverKey !== undefined) return undefined
    catalogue.save({ ...current, coverKey: snapshotKey, updatedAt: now() })
    return snapshotKey
  }

  #tell(task: Task): void {
    this.#parts.notifier.notify('ProcedureStateChanged', {
      ProcedureStateChangeEvent: procedureTask(task, this.#parts.url),
    })
  }
}
