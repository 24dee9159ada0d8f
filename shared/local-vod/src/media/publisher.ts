import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { Notifier } from '../notifications/notifier.ts'
import type { ObjectStore } from '../storage/objects.ts'
import type { TaskFlows } from '../tasks/flows.ts'
import type { Reviews } from '../tasks/reviews.ts'
import type { AppliedObject, UploadSession } from '../upload-api/sessions.ts'
import { type Catalogue, keysOf, type Media } from './catalogue.ts'
import { basicInfo, type UrlOf } from './media-info.ts'
import type { MetaData } from './meta-data.ts'

/** Publishes committed uploads and deletes media. */
export class Publisher {
  readonly url: UrlOf
  readonly #catalogue: Catalogue
  readonly #objects: ObjectStore
  readonly #flows: TaskFlows
  readonly #reviews: Reviews
  readonly #faults: Faults
  readonly #notifier: Notifier
  readonly #now: Clock

  constructor(deps: {
    url: UrlOf
    catalogue: Catalogue
    objects: ObjectStore
    flows: TaskFlows
    reviews: Reviews
    faults: Faults
    notifier: Notifier
    now: Clock
  }) {
    this.url = deps.url
    this.#catalogue = deps.catalogue
    this.#objects = deps.objects
    this.#flows = deps.flows
    this.#reviews = deps.reviews
    this.#faults = deps.faults
    this.#notifier = deps.notifier
    this.#now = deps.now
  }

  /** Publishes the video of an upload session, starts its task flow and its review, and sends the events. Returns the new FileId. */
  publish(
    {
      video,
      cover,
      region,
      context,
    }: Pick<UploadSession, 'cover' | 'region' | 'context'> & { video: AppliedObject },
    metaData: MetaData | undefined,
  ): string {
    const fileId = this.#catalogue.generateFileId()
    const published: Media = {
      fileId,
      name: video.name,
      type: video.type,
      key: video.key,
      ...(cover && { coverKey: cover.key }),
      region,
      classId: context.classId,
      sourceContext: context.sourceContext,
      createdAt: this.#now(),
      updatedAt: this.#now(),
      ...(metaData && { metaData }),
    }
    const taskId = context.procedure ? this.#flows.generateTaskId() : undefined
    const media = taskId === undefined ? published : { ...published, taskId }
    const reviewTaskId = this.#faults.audioVideoReview && this.#reviews.generateTaskId()
    this.#catalogue.save(media)
    this.#notifier.notify('NewFileUpload', {
      FileUploadEvent: {
        FileId: fileId,
        MediaBasicInfo: basicInfo(media, this.url),
        ProcedureTaskId: taskId ?? '',
        ReviewAudioVideoTaskId: reviewTaskId ?? '',
        ...(metaData && { MetaData: metaData }),
      },
    })
    if (taskId !== undefined) this.#flows.start(taskId, media, context)
    if (reviewTaskId !== undefined)
      this.#reviews.start(reviewTaskId, fileId, context.sessionContext)
    return fileId
  }

  /** Replaces a cover; false if the media file does not exist. There is no event, because VOD documents none. */
  async replaceCover(fileId: string, coverKey: string): Promise<boolean> {
    const media = this.#catalogue.get(fileId)
    if (!media) return false
    this.#catalogue.save({ ...media, coverKey, updatedAt: this.#now() })
    if (media.coverKey && media.coverKey !== media.snapshotKey)
      await this.#objects.delete(media.coverKey)
    return true
  }

  /** Deletes a media file with all its objects. */
  async delete(media: Media): Promise<void> {
    this.#catalogue.delete(media.fileId)
    for (const key of keysOf(media)) await this.#objects.delete(key)
    this.#notifier.notify('FileDeleted', {
      FileDeleteEvent: {
        FileIdSet: [media.fileId],
        FileDeleteResultInfo: [{ FileId: media.fileId, DeleteParts: [] }],
      },
    })
  }
}
