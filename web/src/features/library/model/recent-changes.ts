import type { EditUpload, Upload, UploadId } from '@reelferry/contract'

/** How long the edge may return the state before a change, in milliseconds: KV needs up to a minute. */
const staleMs = 60_000

type Changed = Partial<
  Pick<Upload, 'title' | 'description' | 'visibility' | 'publishAt' | 'unlistAt'>
>

/** Recent edits of this page, which the edge may not return yet. Times are Unix milliseconds. */
export class RecentChanges {
  readonly #changes = new Map<UploadId, { changed: Changed; until: number }>()

  #of(uploadId: UploadId, now: number): Changed {
    const change = this.#changes.get(uploadId)
    return change && change.until > now ? change.changed : {}
  }

  /** Records an edit with the values that the edge answered. */
  add(edited: EditUpload, answer: Upload, now: number): void {
    const { uploadId, title, description, visibility, publishAt, unlistAt } = answer
    const changed: Changed = {
      ...this.#of(uploadId, now),
      ...(edited.title !== undefined && { title: title ?? '' }),
      ...(edited.description !== undefined && { description: description ?? '' }),
      ...(edited.visibility && { visibility, publishAt, unlistAt }),
    }
    this.#changes.set(uploadId, { changed, until: now + staleMs })
  }

  /**
   * The request for an edit. The edge stores title and description in one record and would complete it with an
   * outdated value. Therefore the request contains both if this page has changed one of them recently.
   */
  complete(uploadId: UploadId, edited: EditUpload, now: number): EditUpload {
    if (edited.title === undefined && edited.description === undefined) return edited
    const { title, description } = this.#of(uploadId, now)
    return {
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...edited,
    }
  }

  /** Applies recent edits to an upload that the edge returned. */
  apply(upload: Upload, now: number): Upload {
    return { ...upload, ...this.#of(upload.uploadId, now) }
  }
}
