import { isoSeconds } from '../clock.ts'
import type { Suggestion } from './suggestion.ts'

/** System template of audio/video reviews. */
const reviewDefinition = 10

/** An audio/video review of a media file. */
export interface ReviewTask {
  taskId: string
  fileId: string
  sessionContext: string
  /** Milliseconds since 1970. */
  createdAt: number
  /** Set when finished. */
  result?: {
    /** Milliseconds since 1970. */
    finishedAt: number
    /** Absent if the file was deleted before the review ended. */
    suggestion?: Suggestion
  }
}

/** VOD's ReviewAudioVideoTask (product/266/50677). Events and DescribeTaskDetail contain the same structure. */
export function reviewAudioVideoTask(task: ReviewTask): object {
  const { taskId, fileId, sessionContext, result } = task
  const suggestion = result?.suggestion
  const hasFailed = result !== undefined && suggestion === undefined
  return {
    TaskId: taskId,
    Status: result ? 'FINISH' : 'PROCESSING',
    ErrCodeExt: hasFailed ? 'SourceFileError.DownloadNotAccessible' : '',
    Message: hasFailed ? 'Source does not exist.' : 'SUCCESS',
    Input: { FileId: fileId },
    ...(suggestion && { Output: output(suggestion) }),
    SessionContext: sessionContext,
    SessionId: '',
  }
}

/** The suspected part of the video: one second at its start. VOD lists up to ten. */
const segment = (suggestion: Suggestion) => ({
  StartTimeOffset: 0,
  EndTimeOffset: 1,
  Confidence: suggestion === 'block' ? 99 : 75,
  Suggestion: suggestion,
  Label: 'Porn',
  SubLabel: '',
  Form: 'Image',
  AreaCoordSet: [],
  Text: '',
  KeywordSet: [],
  Url: '',
  PicUrlExpireTime: '',
})

const output = (suggestion: Suggestion) => ({
  Suggestion: suggestion,
  Label: suggestion === 'pass' ? '' : 'Porn',
  Form: suggestion === 'pass' ? '' : 'Image',
  SegmentSet: suggestion === 'pass' ? [] : [segment(suggestion)],
  SegmentSetFileUrl: '',
  SegmentSetFileUrlExpireTime: '',
})

/** VOD's ReviewInfo of a reviewed file (product/266/31773). */
export const reviewInfo = ({ suggestion, at }: { suggestion: Suggestion; at: number }): object => ({
  Definition: reviewDefinition,
  Suggestion: suggestion,
  TypeSet: suggestion === 'pass' ? [] : ['Image.Porn'],
  ReviewTime: isoSeconds(at),
})
