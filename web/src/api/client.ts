import {
  type EditUpload,
  type FileId,
  IssuedSignature,
  OpenedUpload,
  type OpenUpload,
  Upload,
  type UploadId,
  UploadPage,
} from '@reelferry/contract'
import { abortable, call, post, send, withJson } from './request.ts'
import { sessionCalls } from './session.ts'

/** The part of the edge's API that the pages use. Every call rejects with an `EdgeError`. */
export const edge = {
  ...sessionCalls,
  openUpload: (upload: OpenUpload) => call(OpenedUpload, '/api/uploads', post(upload)),
  signature: (uploadId: UploadId) =>
    call(IssuedSignature, `/api/uploads/${uploadId}/signature`, post()),
  /** Reports that VOD has a new cover for a published video. The edge then fetches it from VOD. */
  coverChanged: (uploadId: UploadId, fileId: FileId) =>
    call(Upload, `/api/uploads/${uploadId}/cover?fileId=${fileId}`, post()),
  /** `fileId` is the one that VOD returned to the page: the edge verifies it with VOD if an event is lost. */
  upload: (uploadId: UploadId, fileId?: FileId) =>
    call(Upload, `/api/uploads/${uploadId}${fileId ? `?fileId=${fileId}` : ''}`),
  /** One page of the creator's own uploads, newest first. */
  uploads: (cursor?: string, signal?: AbortSignal) =>
    call(
      UploadPage,
      `/api/uploads${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`,
      abortable(signal),
    ),
  /** The request is completed even if the page is closed meanwhile. */
  editUpload: (uploadId: UploadId, edited: EditUpload) =>
    call(Upload, `/api/uploads/${uploadId}`, { ...withJson('PATCH', edited), keepalive: true }),
  deleteUpload: async (uploadId: UploadId) =>
    void (await send(`/api/uploads/${uploadId}`, { method: 'DELETE', keepalive: true })),
}

export type Edge = typeof edge
