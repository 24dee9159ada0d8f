import type { UploadId, UploadProgress } from '@reelferry/contract'
import { send, withJson } from './request.ts'

/**
 * Reports the progress of an upload to the viewers who wait for its video.
 * @throws EdgeError
 */
export const reportProgress = async (uploadId: UploadId, progress: UploadProgress): Promise<void> =>
  void (await send(`/api/uploads/${uploadId}/progress`, withJson('PUT', progress)))
