import { isoSeconds } from '../clock.ts'
import {
  adaptiveItem,
  renditionDefinition,
  spriteDefinition,
  spriteItem,
  transcodeItem,
  type UrlOf,
} from '../media/media-info.ts'
import type { Failure, Task, TaskResult } from './task.ts'

/** VOD's ProcedureTask (product/266/31773, 9636). Events and DescribeTaskDetail contain the same structure. */
export function procedureTask(task: Task, urlOf: UrlOf): object {
  const { taskId, media, context, result } = task
  return {
    TaskId: taskId,
    Status: result ? 'FINISH' : 'PROCESSING',
    ErrCode: 0,
    Message: '',
    FileId: media.fileId,
    FileName: media.name,
    FileUrl: urlOf(media.key),
    ...(media.metaData && { MetaData: media.metaData }),
    MediaProcessResultSet: [
      transcodeResult(task, urlOf),
      ...streamResult(task, urlOf),
      ...coverResult(task, urlOf),
      ...spriteResult(task, urlOf),
    ],
    AiContentReviewResultSet: reviewResult(result),
    TasksPriority: context.taskPriority,
    TasksNotifyMode: context.taskNotifyMode,
    SessionContext: context.sessionContext,
    SessionId: '',
  }
}

const success = { Status: 'SUCCESS', ErrCodeExt: '', ErrCode: 0, Message: 'SUCCESS', Progress: 100 }
const failure = ({ errCodeExt, message }: Failure) => ({
  Status: 'FAIL',
  ErrCodeExt: errCodeExt,
  ErrCode: 1, // deprecated at VOD; only "not 0" is documented
  Message: message,
  Progress: 100,
})
const processing = { Status: 'PROCESSING', ErrCodeExt: '', ErrCode: 0, Message: '', Progress: 0 }

function transcodeResult({ media, createdAt, result }: Task, urlOf: UrlOf): object {
  const started = {
    Input: { Definition: renditionDefinition },
    BeginProcessTime: isoSeconds(createdAt),
  }
  if (!result) return { Type: 'Transcode', TranscodeTask: { ...processing, ...started } }
  const ended = { ...started, FinishTime: isoSeconds(result.finishedAt) }
  const { transcode } = result
  if ('renditionKey' in transcode) {
    const { renditionKey, metaData = media.metaData } = transcode
    const Output = transcodeItem(metaData, renditionKey, urlOf)
    return { Type: 'Transcode', TranscodeTask: { ...success, ...ended, Output } }
  }
  return { Type: 'Transcode', TranscodeTask: { ...failure(transcode), ...ended } }
}

function streamResult({ createdAt, result }: Task, urlOf: UrlOf): object[] {
  if (!result?.stream) return []
  const ended = {
    Input: { Definition: 10 },
    BeginProcessTime: isoSeconds(createdAt),
    FinishTime: isoSeconds(result.finishedAt),
  }
  const { stream } = result
  const AdaptiveDynamicStreamingTask =
    'masterKey' in stream
      ? { ...success, ...ended, Output: adaptiveItem(stream, urlOf) }
      : { ...failure(stream), ...ended }
  return [{ Type: 'AdaptiveDynamicStreaming', AdaptiveDynamicStreamingTask }]
}

/** The cover is the uploaded one or else the snapshot. Without either there is no such sub-task. */
function coverResult({ media, result }: Task, urlOf: UrlOf): object[] {
  const coverKey = media.coverKey ?? result?.snapshotKey
  if (coverKey === undefined) return []
  const Input = { Definition: 10, PositionType: 'Time', PositionValue: 0 }
  const state = result ? { ...success, Output: { CoverUrl: urlOf(coverKey) } } : processing
  return [{ Type: 'CoverBySnapshot', CoverBySnapshotTask: { ...state, Input } }]
}

function spriteResult({ media, createdAt, result }: Task, urlOf: UrlOf): object[] {
  if (!result?.sprites) return []
  const ImageSpriteTask = {
    ...success,
    Input: { Definition: spriteDefinition },
    Output: spriteItem(result.sprites, media.metaData?.Duration ?? 0, urlOf),
    BeginProcessTime: isoSeconds(createdAt),
    FinishTime: isoSeconds(result.finishedAt),
  }
  return [{ Type: 'ImageSprites', ImageSpriteTask }]
}

function reviewResult(result: TaskResult | undefined): object[] {
  if (!result?.moderation) return []
  const confidence = { pass: 2, review: 75, block: 99 }[result.moderation]
  const Output = {
    Confidence: confidence,
    Suggestion: result.moderation,
    Label: result.moderation === 'pass' ? '' : 'porn',
    SegmentSet:
      result.moderation === 'pass'
        ? []
        : [
            {
              StartTimeOffset: 0,
              EndTimeOffset: 1,
              Confidence: confidence,
              Label: 'porn',
              Suggestion: result.moderation,
              Url: '',
              PicUrlExpireTime: '',
            },
          ],
  }
  return [{ Type: 'Porn', PornTask: { ...success, Input: { Definition: 10 }, Output } }]
}
