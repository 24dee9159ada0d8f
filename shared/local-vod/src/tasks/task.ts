import type { Media } from '../media/catalogue.ts'
import type { SignedContext } from '../upload-api/signature.ts'
import type { Stream } from './streams.ts'

/** A task flow on one medium. */
export interface Task {
  taskId: string
  /** The medium as it was when the flow began. */
  media: Media
  context: Pick<SignedContext, 'taskPriority' | 'taskNotifyMode' | 'sessionContext'>
  /** Milliseconds since 1970. */
  createdAt: number
  /** Once finished. FINISH says nothing about success; the sub-tasks do. */
  result?: TaskResult
}

/** Why a sub-task failed, as VOD tells it. */
export interface Failure {
  errCodeExt: string
  message: string
}

export interface TaskResult {
  /** Milliseconds since 1970. */
  finishedAt: number
  /** The adaptive rendition, where one was to be made, or why there is none. */
  stream?: Stream | Failure
  /** Key of the rendition, or why there is none. */
  transcode: { renditionKey: string } | Failure
  /** Key of the picture that became the cover, where none was uploaded. */
  snapshotKey?: string
  /** Suggestion of the porn review, where there was one. */
  moderation?: 'pass' | 'review' | 'block'
}
