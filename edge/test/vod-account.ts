import { vi } from 'vitest'

/** A published file as VOD's server API tells of it. */
export interface Published {
  fileId: string
  sourceContext: string
  taskId?: string
  task?: object
  status?: 'Normal' | 'Forbidden'
}

let nextFileId = 5285890784273530000n

/** A file id that no other test uses. */
export const newFileId = () => String(nextFileId++)

/** VOD's side of the account: answers the Worker's outgoing calls in VOD's shapes, until restored. */
export function vodAccount() {
  const files = new Map<string, Published>()
  const calls: string[] = []
  let reachable = true
  const answer = (
    action: string,
    parameters: { FileIds?: string[]; FileId?: string; TaskId?: string },
  ) => {
    if (action === 'DeleteMedia') {
      files.delete(parameters.FileId ?? '')
      return {}
    }
    if (action === 'DescribeTasks') {
      const taskId = files.get(parameters.FileId ?? '')?.taskId
      return { TaskSet: taskId ? [{ TaskId: taskId, TaskType: 'Procedure' }] : [] }
    }
    if (action === 'DescribeMediaInfos') {
      const [fileId = ''] = parameters.FileIds ?? []
      const file = files.get(fileId)
      return {
        MediaInfoSet: file ? [mediaInfo(file)] : [],
        NotExistFileIdSet: file ? [] : [fileId],
      }
    }
    const file = [...files.values()].find(({ taskId }) => taskId === parameters.TaskId)
    if (action === 'DescribeTaskDetail' && file?.task)
      return { TaskType: 'Procedure', Status: 'FINISH', ProcedureTask: file.task }
    return { Error: { Code: 'ResourceNotFound', Message: 'no such task' } }
  }
  vi.stubGlobal(
    'fetch',
    async (input: URL, init: RequestInit & { headers: Record<string, string> }) => {
      if (!reachable) throw new TypeError('network connection lost')
      const action = init.headers['x-tc-action'] ?? ''
      calls.push(action)
      return Response.json({
        Response: { ...answer(action, JSON.parse(String(init.body))), RequestId: String(input) },
      })
    },
  )
  return {
    calls,
    publish: (file: Published) => void files.set(file.fileId, file),
    has: (fileId: string) => files.has(fileId),
    remove: (fileId: string) => void files.delete(fileId),
    goOffline: () => void (reachable = false),
    goOnline: () => void (reachable = true),
  }
}

const mediaInfo = ({ fileId, sourceContext, status }: Published) => ({
  FileId: fileId,
  BasicInfo: {
    Name: 'clip',
    MediaUrl: `http://1500000001.vod2.myqcloud.com/${fileId}/clip.mp4`,
    CoverUrl: '',
    Type: 'mp4',
    Status: status ?? 'Normal',
    SourceInfo: { SourceType: 'Upload', SourceContext: sourceContext },
  },
  MetaData: { Duration: 12.5 },
})

/** A task flow with one rendition, as ProcedureStateChanged and DescribeTaskDetail tell of it. */
export function procedureTask(
  fileId: string,
  taskId: string,
  over: { Status?: string; transcode?: 'SUCCESS' | 'FAIL'; suggestion?: string } = {},
) {
  const succeeded = over.transcode !== 'FAIL'
  return {
    TaskId: taskId,
    Status: over.Status ?? 'FINISH',
    FileId: fileId,
    MediaProcessResultSet: [
      {
        Type: 'Transcode',
        TranscodeTask: {
          Status: over.transcode ?? 'SUCCESS',
          ErrCodeExt: succeeded ? '' : 'SourceFileError.ContentMalformed',
          Output: succeeded
            ? { Url: `http://1500000001.vod2.myqcloud.com/${fileId}/v.f20.mp4`, Height: 480 }
            : null,
        },
      },
    ],
    ...(over.suggestion && {
      AiContentReviewResultSet: [
        { Type: 'Porn', PornTask: { Status: 'SUCCESS', Output: { Suggestion: over.suggestion } } },
      ],
    }),
  }
}

/** NewFileUpload, with the members the documentation shows. */
export function newFileUpload(fileId: string, sourceContext: string, taskId = '') {
  return {
    EventType: 'NewFileUpload',
    FileUploadEvent: {
      FileId: fileId,
      MediaBasicInfo: {
        Name: 'clip',
        Type: 'mp4',
        MediaUrl: `http://1500000001.vod2.myqcloud.com/${fileId}/clip.mp4`,
        SourceInfo: { SourceType: 'Upload', SourceContext: sourceContext },
      },
      ProcedureTaskId: taskId,
      ReviewAudioVideoTaskId: '',
    },
  }
}

/** ProcedureStateChanged around a task. */
export const procedureStateChanged = (task: object) => ({
  EventType: 'ProcedureStateChanged',
  ProcedureStateChangeEvent: { ErrCode: 0, Message: '', FileName: 'clip', ...task },
})
