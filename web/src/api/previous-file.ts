import { Upload, type UploadId } from '@reelferry/contract'
import { call, post, send } from './request.ts'

const pathOf = (uploadId: UploadId) => `/api/uploads/${uploadId}/previous-file`

/** The file that a video had before its file was replaced. Every call rejects with an `EdgeError`. */
export const previousFile = {
  /** Lets it play again. Resolves with the video. */
  restore: (uploadId: UploadId): Promise<Upload> =>
    call(Upload, `${pathOf(uploadId)}/restore`, post()),
  delete: async (uploadId: UploadId): Promise<void> =>
    void (await send(pathOf(uploadId), { method: 'DELETE' })),
}
