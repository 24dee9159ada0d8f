import { vi } from 'vitest'

interface Subtitle {
  Id: string
  Name: string
  Language: string
  Format: string
  Content: string
  Url: string
}

interface Chapter {
  TimeOffset: number
  Content: string
}

/** A published file, as VOD's server API describes it. */
export interface Published {
  fileId: string
  sourceContext: string
  taskId?: string
  task?: object
  /** When the task flow ended, unix ms. */
  finishedAt?: number
  status?: 'Normal' | 'Forbidden' | 'SystemForbidden'
  /** Verdict of ReviewAudioVideo. */
  suggestion?: string
  coverUrl?: string
  /** Optional members of DescribeMediaInfos. */
  more?: {
    SubtitleInfo?: { SubtitleSet: Partial<Subtitle>[] }
    KeyFrameDescInfo?: { KeyFrameDescSet: Chapter[] }
    AdaptiveDynamicStreamingInfo?: {
      AdaptiveDynamicStreamingSet: {
        Definition: number
        SubtitleSet?: { Id: string }[]
        DefaultSubtitleId?: string
      }[]
    }
    [member: string]: unknown
  }
}

let nextFileId = 5285890784273530000n

/** A file id that no other test uses. */
export const newFileId = () => String(nextFileId++)

interface Parameters {
  FileIds: string[]
  EventHandles: string[]
  FileId: string
  TaskId: string
  AddSubtitles: Subtitle[]
  DeleteSubtitleIds: string[]
  AddKeyFrameDescs: Chapter[]
  DeleteKeyFrameDescs: number[]
  Operation: string
  SubtitleIds: string[]
  DefaultSubtitleId: string
}

/** Adds and deletes chapters, as ModifyMediaInfo does: an added one replaces the one at the same time. */
function changeChapters(
  file: Published,
  { AddKeyFrameDescs = [], DeleteKeyFrameDescs = [] }: Partial<Parameters>,
) {
  const replaced = [...DeleteKeyFrameDescs, ...AddKeyFrameDescs.map(({ TimeOffset }) => TimeOffset)]
  const before = file.more?.KeyFrameDescInfo?.KeyFrameDescSet ?? []
  const others = before.filter(({ TimeOffset }) => !replaced.includes(TimeOffset))
  const after = [...others, ...AddKeyFrameDescs].sort((a, b) => a.TimeOffset - b.TimeOffset)
  file.more = { ...file.more, KeyFrameDescInfo: { KeyFrameDescSet: after } }
}

/** Adds and deletes subtitles, as ModifyMediaInfo does: an id must be new. */
function changeSubtitles(
  file: Published,
  { AddSubtitles = [], DeleteSubtitleIds = [] }: Partial<Parameters>,
) {
  const before = file.more?.SubtitleInfo?.SubtitleSet ?? []
  if (AddSubtitles.some(({ Id }) => before.some((known) => known.Id === Id)))
    return { Error: { Code: 'InvalidParameterValue', Message: 'the id exists' } }
  const remaining = before.filter(({ Id }) => !DeleteSubtitleIds.includes(Id ?? ''))
  file.more = { ...file.more, SubtitleInfo: { SubtitleSet: [...remaining, ...AddSubtitles] } }
  return {}
}

/** A VOD account: stubs `fetch`, and answers the Worker's API calls in VOD's format. */
export function vodAccount() {
  const files = new Map<string, Published>()
  const calls: string[] = []
  let reachable = true
  let isLimitReached = false
  let waiting: { EventHandle: string }[] = []
  const distributions: { operation: string; fileIds: string[] }[] = []
  const answer = (action: string, parameters: Partial<Parameters>) => {
    if (isLimitReached) return { Error: { Code: 'RequestLimitExceeded', Message: 'slow down' } }
    if (action === 'DeleteMedia') {
      files.delete(parameters.FileId ?? '')
      return {}
    }
    if (action === 'ForbidMediaDistribution') {
      const { FileIds: fileIds = [], Operation: operation = '' } = parameters
      if (fileIds.length < 1 || fileIds.length > 20 || !['forbid', 'recover'].includes(operation))
        return { Error: { Code: 'InvalidParameterValue', Message: 'FileIds' } }
      distributions.push({ operation, fileIds })
      for (const fileId of fileIds) {
        const file = files.get(fileId)
        const status = operation === 'forbid' ? 'Forbidden' : 'Normal'
        if (file) files.set(fileId, { ...file, status })
      }
      return { NotExistFileIdSet: fileIds.filter((fileId) => !files.has(fileId)) }
    }
    if (action === 'SearchMedia')
      return { TotalCount: files.size, MediaInfoSet: [...files.values()].map(mediaInfo) }
    if (action === 'DescribeProcedureTemplates')
      return { TotalCount: 1, ProcedureTemplateSet: [{ Name: 'LongVideoPreset', Type: 'Preset' }] }
    const subtitled = files.get(parameters.FileId ?? '')
    if (subtitled && action === 'ModifyMediaInfo') {
      changeChapters(subtitled, parameters)
      return changeSubtitles(subtitled, parameters)
    }
    if (subtitled && action === 'AttachMediaSubtitles') {
      const { Operation, SubtitleIds = [], DefaultSubtitleId = '' } = parameters
      const [stream] =
        subtitled.more?.AdaptiveDynamicStreamingInfo?.AdaptiveDynamicStreamingSet ?? []
      if (!stream) return { Error: { Code: 'InvalidParameterValue', Message: 'no stream' } }
      const others = (stream.SubtitleSet ?? []).filter(({ Id }) => !SubtitleIds.includes(Id))
      const attached = Operation === 'Attach' ? SubtitleIds.map((Id) => ({ Id })) : []
      Object.assign(stream, { SubtitleSet: [...others, ...attached], DefaultSubtitleId })
      return {}
    }
    if (action === 'PullEvents') return { EventSet: waiting.length > 0 ? waiting : null }
    if (action === 'ConfirmEvents') {
      waiting = waiting.filter((event) => !parameters.EventHandles?.includes(event.EventHandle))
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
      return {
        TaskType: 'Procedure',
        Status: 'FINISH',
        ProcedureTask: file.task,
        FinishTime: file.finishedAt ? new Date(file.finishedAt).toISOString() : '',
      }
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
    /** Calls of ForbidMediaDistribution. */
    distributions,
    isForbidden: (fileId: string) => files.get(fileId)?.status === 'Forbidden',
    publish: (file: Published) => void files.set(file.fileId, file),
    changeCover: (fileId: string, coverUrl: string) => {
      const file = files.get(fileId)
      if (file) files.set(fileId, { ...file, coverUrl })
    },
    /** Adds events to the queue for PullEvents. */
    enqueue: (...events: object[]) => {
      waiting = events.map((event, index) => ({ ...event, EventHandle: `handle ${index}` }))
    },
    subtitles: (fileId: string) => files.get(fileId)?.more?.SubtitleInfo?.SubtitleSet ?? [],
    waiting: () => waiting.length,
    chaptersOf: (fileId: string) =>
      files.get(fileId)?.more?.KeyFrameDescInfo?.KeyFrameDescSet ?? [],
    has: (fileId: string) => files.has(fileId),
    remove: (fileId: string) => void files.delete(fileId),
    goOffline: () => void (reachable = false),
    goOnline: () => void (reachable = true),
    /** Rejects all calls, as VOD does beyond 100 per second. */
    limit: (isLimited: boolean) => void (isLimitReached = isLimited),
  }
}

const mediaInfo = ({ fileId, sourceContext, status, suggestion, coverUrl, more }: Published) => ({
  FileId: fileId,
  BasicInfo: {
    Name: 'clip',
    MediaUrl: `http://1500000001.vod2.myqcloud.com/${fileId}/clip.mp4`,
    CoverUrl: coverUrl ?? '',
    Type: 'mp4',
    Status: status ?? 'Normal',
    SourceInfo: { SourceType: 'Upload', SourceContext: sourceContext },
  },
  MetaData: { Duration: 12.5 },
  ...(suggestion && { ReviewInfo: { MediaReviewInfo: { Suggestion: suggestion } } }),
  ...more,
})

type SubTaskStatus = 'PROCESSING' | 'SUCCESS' | 'FAIL'

const transcode = (fileId: string, status: SubTaskStatus, height: number) => ({
  Type: 'Transcode',
  TranscodeTask: {
    Status: status,
    ErrCodeExt: status === 'FAIL' ? 'SourceFileError.ContentMalformed' : '',
    Output:
      status === 'SUCCESS'
        ? { Url: `http://1500000001.vod2.myqcloud.com/${fileId}/v.f${height}.mp4`, Height: height }
        : null,
  },
})

/** A task flow, as DescribeTaskDetail describes it. By default it has one rendition, of 480 lines. */
export function procedureTask(
  fileId: string,
  taskId: string,
  over: {
    Status?: 'PROCESSING' | 'FINISH'
    transcodes?: SubTaskStatus[]
    review?: { Status: string; Suggestion?: string }
  } = {},
) {
  const { Status = 'FINISH', review } = over
  const transcodes = over.transcodes ?? [Status === 'FINISH' ? 'SUCCESS' : 'PROCESSING']
  return {
    TaskId: taskId,
    Status,
    FileId: fileId,
    MediaProcessResultSet: transcodes.map((status, index) =>
      transcode(fileId, status, 480 + index * 240),
    ),
    ...(review && {
      AiContentReviewResultSet: [
        {
          Type: 'Porn',
          PornTask: {
            Status: review.Status,
            Output: review.Suggestion ? { Suggestion: review.Suggestion } : null,
          },
        },
      ],
    }),
  }
}

/** NewFileUpload, with the members of the documentation. */
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

/** ProcedureStateChanged of a task. */
export const procedureStateChanged = (task: object) => ({
  EventType: 'ProcedureStateChanged',
  ProcedureStateChangeEvent: { ErrCode: 0, Message: '', FileName: 'clip', ...task },
})

/** ReviewAudioVideoComplete with its verdict. */
export const reviewComplete = (fileId: string, suggestion: string) => ({
  EventType: 'ReviewAudioVideoComplete',
  ReviewAudioVideoCompleteEvent: {
    TaskId: `review-${fileId}`,
    Status: 'FINISH',
    ErrCodeExt: '',
    Input: { FileId: fileId },
    Output: { Suggestion: suggestion, Label: 'Porn', SegmentSet: [] },
  },
})
