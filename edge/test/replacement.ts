import { notify, request, signedQuery } from './client.ts'
import { publishedVideo } from './published-video.ts'
import {
  newFileId,
  newFileUpload,
  procedureStateChanged,
  procedureTask,
  type vodAccount,
} from './vod-account.ts'

/** A file that replaces another one. */
export const secondCut = { name: 'second cut.mp4', size: 2000, type: 'video/mp4' }

type Vod = ReturnType<typeof vodAccount>

/** Opens a replacement, and prepares its file and its events. */
export async function replacementOf(vod: Vod, videoId: string, review?: 'review' | 'block') {
  const json = { ...secondCut, replaces: videoId }
  const response = await request('/api/uploads', { json })
  const { uploadId } = await response.json<{ uploadId: string }>()
  const sourceContext = (await signedQuery(uploadId)).get('sourceContext') ?? ''
  const fileId = newFileId()
  const taskId = `task-${fileId}`
  const task = procedureTask(fileId, taskId, {
    ...(review && { review: { Status: 'SUCCESS', Suggestion: review } }),
  })
  return {
    uploadId,
    fileId,
    /** VOD has the file, and its task flow runs. */
    send: async () => {
      const running = procedureTask(fileId, taskId, { Status: 'PROCESSING' })
      vod.publish({ fileId, sourceContext, taskId, task: running })
      await notify(newFileUpload(fileId, sourceContext, taskId))
    },
    /** The task flow ends. */
    finish: async () => {
      vod.publish({ fileId, sourceContext, taskId, task })
      await notify(procedureStateChanged(task))
    },
  }
}

/** A video whose file was replaced. */
export async function replacedVideo(vod: Vod) {
  const video = await publishedVideo(vod, { title: 'Harbor', visibility: 'unlisted' })
  const replacement = await replacementOf(vod, video.uploadId)
  await replacement.send()
  await replacement.finish()
  return { ...video, replacement }
}

/** Restores or deletes the file that a video had before the replacement. */
export const previousFile = (videoId: string, method: 'POST' | 'DELETE') =>
  request(`/api/uploads/${videoId}/previous-file${method === 'POST' ? '/restore' : ''}`, {
    method,
  })
