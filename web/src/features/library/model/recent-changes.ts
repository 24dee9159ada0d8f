import type { EditUpload, Upload, UploadId } from '@reelferry/contract'

/** How long the edge may answer what was before a change, in ms: KV shows it everywhere after a minute. */
const staleMs = 60_000

type Changed = Partial<Pick<Upload, 'title' | 'description' | 'visibility'>>

/** What was changed here a moment ago, and the edge may not tell yet. Times are unix ms. */
export class RecentChanges {
  readonly #changes = new Map<UploadId, { changed: Changed; until: number }>()

  #of(uploadId: UploadId, now: number): Changed {
    const change = this.#changes.get(uploadId)
    return change && change.until > now ? change.changed : {}
  }

  /** Notes what the edge took, as its answer has it. */
  note(edited: EditUpload, { uploadId, title, description, visibility }: Upload, now: number) {
    const changed: Changed = {
      ...this.#of(uploadId, now),
      ...(edited.title !== undefined && { title: title ?? '' }),
      ...(edited.description !== undefined && { description: description ?? '' }),
      ...(edited.visibility && { visibility }),
    }
    this.#changes.set(uploadId, { changed, until: now + staleMs })
  }

  /** What to send of an edit. The edge keeps both texts in one record, and would complete one by an older other. */
  complete(uploadId: UploadId, edited: EditUpload, now: number): EditUpload {
    if (edited.title === undefined && edited.description === undefined) return edited
    const { title, description } = this.#of(uploadId, now)
    return {
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...edited,
    }
  }

  /** An upload as it is, whatever the edge still answers. */
  correct(upload: Upload, now: number): Upload {
    return { ...upload, ...this.#of(upload.uploadId, now) }
  }
}
