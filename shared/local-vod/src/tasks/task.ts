import type { Media } from '../media/catalogue.ts'
import type { SignedContext } from '../upload-api/signature.ts'
import type { Stream } from './streams.ts'
import type { Suggestion } from './suggestion.ts'

/** A task flow of one media file. */
export interface Task {
  taskId: string
  /** The media file at the start of the flow. */
  media: Media
  context: Pick<SignedContext, 'taskPriority' | 'taskNotifyMode' | 'sessionContext'>
  /** Milliseconds since 1970. */
  createdAt: number
  /** Set when finished. FINISH does not mean success: each sub-task has its own result. */
  result?: TaskResult
}

/** The error of a sub-task: `ErrCodeExt` and `Message` of VOD's documents. */
export interface Failure {
  errCodeExt: string
  message: string
}

/** The results of the sub-tasks of a task flow. */
export interface TaskResult {
  /** Milliseconds since 1970. */
  finishedAt: number
  /** The adaptive rendition or its failure; absent if none was requested. */
  stream?: Stream | Failure
  /** Key of the rendition, or its failure. */
  transcode: { renditionKey: string } | Failure
  /** Key of the snapshot that became the cover, if no cover was uploaded. */
  snapshotKey?: string
  /** Suggestion of the porn review, if there was one. */
  moderation?: Suggestion
}
