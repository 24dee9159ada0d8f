import { notify, openUpload, request, signedQuery } from './client.ts'
import { newFileId, newFileUpload, procedureTask, type Published } from './vod-account.ts'

/**
 * Publishes a video and waits until it is ready.
 * @param edited details that the creator sets
 * @param more members of DescribeMediaInfos
 */
export async function publishedVideo(
  vod: { publish(file: Published): void },
  edited: object = {},
  more: NonNullable<Published['more']> = {},
): Promise<{ fileId: string; uploadId: string }> {
  const uploadId = await openUpload('clip.mp4')
  const sourceContext = (await signedQuery(uploadId)).get('sourceContext') ?? ''
  const fileId = newFileId()
  const taskId = `task-${fileId}`
  vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId), more })
  await notify(newFileUpload(fileId, sourceContext, taskId))
  if (Object.keys(edited).length > 0)
    await request(`/api/uploads/${uploadId}`, { method: 'PATCH', json: edited })
  return { fileId, uploadId }
}
