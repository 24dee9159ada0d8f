import type { Clock } from '../clock.ts'
import type { Notifier } from '../notifications/notifier.ts'
import type { ObjectStore } from '../storage/objects.ts'
import type { TaskFlows } from '../tasks/flows.ts'
import type { AppliedObject, UploadSession } from '../upload-api/sessions.ts'
import type { Catalogue, Media } from './catalogue.ts'
import { basicInfo, type UrlOf } from './describe.ts'
import type { MetaData } from './meta-data.ts'

/** Turns committed uploads into media, and media into nothing. */
export class Publisher {
  readonly url: UrlOf
  readonly #catalogue: Catalogue
  readonly #objects: ObjectStore
  readonly #flows: TaskFlows
  readonly #notifier: Notifier
  readonly #now: Clock

  constructor(parts: {
    url: UrlOf
    catalogue: Catalogue
    objects: ObjectStore
    flows: TaskFlows
    notifier: Notifier
    now: Clock
  }) {
    this.url = parts.url
    this.#catalogue = parts.catalogue
    this.#objects = parts.objects
    this.#flows = parts.flows
    this.#notifier = parts.notifier
    this.#now = parts.now
  }

  /** Publishes a session's video, starts its task flow, and tells of both. Returns the new FileId. */
  publish(
    {
      video,
      cover,
      region,
      context,
    }: Pick<UploadSession, 'cover' | 'region' | 'context'> & { video: AppliedObject },
    metaData: MetaData | undefined,
  ): string {
    const fileId = this.#catalogue.mintFileId()
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
    const taskId = context.procedure ? this.#flows.mintTaskId() : undefined
    const media = taskId === undefined ? published : { ...published, taskId }
    this.#catalogue.save(media)
    this.#notifier.notify('NewFileUpload', {
      FileUploadEvent: {
        FileId: fileId,
        MediaBasicInfo: basicInfo(media, this.url),
        ProcedureTaskId: taskId ?? '',
        ReviewAudioVideoTaskId: '',
        ...(metaData && { MetaData: metaData }),
      },
    })
    if (taskId !== undefined) this.#flows.start(taskId, media, context)
    return fileId
  }

  /** Gives a medium another cover; false if it is not there. Nobody is notified: VOD documents no event for it. */
  async replaceCover(fileId: string, coverKey: string): Promise<boolean> {
    const media = this.#catalogue.get(fileId)
    if (!media) return false
    this.#catalogue.save({ ...media, coverKey, updatedAt: this.#now() })
    if (media.coverKey) await this.#objects.delete(media.coverKey)
    return true
  }

  /** Deletes a medium with all its files. */
  async delete(media: Media): Promise<void> {
    this.#catalogue.delete(media.fileId)
    for (const key of [
      media.key,
      media.coverKey,
      media.renditionKey,
      ...(media.stream?.keys ?? []),
    ])
      if (key !== undefined) await this.#objects.delete(key)
    this.#notifier.notify('FileDeleted', {
      FileDeleteEvent: {
        FileIdSet: [media.fileId],
        FileDeleteResultInfo: [{ FileId: media.fileId, DeleteParts: [] }],
      },
    })
  }
}
