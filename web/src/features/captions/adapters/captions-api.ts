import {
  type SaveCaptions,
  SavedCaptions,
  UploadCaptions,
  type UploadId,
} from '@reelferry/contract'
import { call, withJson } from '../../../api/request.ts'

/** Browsers send at most 64 KiB after a page is closed. */
const maxKeepaliveLength = 20_000

const pathOf = (uploadId: UploadId) => `/api/uploads/${uploadId}/captions`

/** The part of the edge's API for captions. Every call rejects with an `EdgeError`. */
export const captionsApi = {
  captions: (uploadId: UploadId) => call(UploadCaptions, pathOf(uploadId)),
  /** Replaces all captions. A small request is completed even if the page is closed meanwhile. */
  saveCaptions: (uploadId: UploadId, captions: SaveCaptions) => {
    const init = withJson('PUT', captions)
    const keepalive = String(init.body).length < maxKeepaliveLength
    return call(SavedCaptions, pathOf(uploadId), { ...init, keepalive })
  },
}

export type CaptionsApi = typeof captionsApi
