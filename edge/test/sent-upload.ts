import { openUpload, request, signedQuery } from './client.ts'
import { newFileId } from './vod-account.ts'

/** Opens an upload, as before its file is published at VOD. */
export async function sentUpload(configuration = {}) {
  const uploadId = await openUpload('clip.mp4', configuration)
  const sourceContext = (await signedQuery(uploadId, configuration)).get('sourceContext') ?? ''
  const fileId = newFileId()
  return { uploadId, sourceContext, fileId, taskId: `1500000001-Procedure-${fileId}` }
}

/** Polls the status of an upload. */
export const status = async (uploadId: string, query = '') =>
  (await request(`/api/uploads/${uploadId}${query}`)).json<{
    status: string
    fileId?: string
    video?: object
    problem?: object
    moderation?: string
  }>()

/** Requests a video, as a viewer does. */
export const video = async (fileId: string) =>
  (await request(`/api/videos/${fileId}`)).json<{ status: string; sources?: object[] }>()
