import type { Media } from '../media/catalogue.ts'
import type { MetaData } from '../media/meta-data.ts'
import type { SignedContext } from '../upload-api/signature.ts'
import type { Sprites, Stream } from './streams.ts'
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

/** The rendition of a video. */
export interface Rendition {
  renditionKey: string
  /** Absent if the rendition has the source's bytes, and therefore the source's properties. */
  metaData?: MetaData
}

/** The results of the sub-tasks of a task flow. */
export interface TaskResult {
  /** Milliseconds since 1970. */
  finishedAt: number
  /** The adaptive rendition or its failure; absent if none was requested. */
  stream?: Stream | Failure
  transcode: Rendition | Failure
  /** Key of the snapshot that became the cover, if no cover was uploaded. */
  snapshotKey?: string
  /** The sprites; absent if none were made. */
  sprites?: Sprites
  /** Suggestion of the porn review, if there was one. */
  moderation?: Suggestion
}
