/**
 * Types of the element `<reelferry-uploader>`, which a studio serves at `/uploader.js`. Copy this file into your
 * project. Reelferry's shared/docs/integrators.md describes how to embed the element.
 */

/** Properties of the element. All except `getToken` are also attributes. */
export interface ReelferryUploaderOptions {
  /** Returns the creator's JWT. Called before the first request, and again after the studio refused a token. */
  getToken?: () => string | undefined | Promise<string | undefined>
  /** BCP 47 tag of the language. Default: the language of the page around the element. */
  language?: string
  /** Whether several videos can be chosen at the same time. */
  multiple?: boolean
  /** Whether camera and screen can be recorded, if the browser and the page's Permissions-Policy allow it. */
  recording?: boolean
}

export interface ReelferryUploader extends HTMLElement, ReelferryUploaderOptions {}

/** Stage of a job. A job is one video in the queue. */
export type ReelferryStage =
  | 'draft'
  | 'compressing'
  | 'uploading'
  | 'paused'
  | 'committing'
  | 'processing'
  | 'ready'
  | 'rejected'
  | 'failed'
  | 'canceled'

/** Part of the detail of every event. */
export interface ReelferryJob {
  /** Unique in this browser. Stays the same after a reload. */
  jobId: string
  /** File name. */
  name: string
}

/** The addresses of a video. They never change. */
export interface ReelferryLinks {
  videoId: string
  watchUrl: string
  embedUrl: string
}

/** Why a video was not published. The meaning of a code never changes. Later versions may add codes. */
export type ReelferryFailureCode =
  | 'compression-failed'
  | 'compression-not-loaded'
  | 'daily-limit'
  | 'empty-file'
  | 'file-too-large'
  | 'file-unreadable'
  | 'internal-error'
  | 'invalid-name'
  | 'issuer-unavailable'
  | 'moderation-blocked'
  | 'network-lost'
  | 'not-a-video'
  | 'not-configured'
  | 'not-permitted'
  | 'not-signed-in'
  | 'origin-not-allowed'
  | 'processing-failed'
  | 'request-blocked'
  | 'session-expired'
  | 'signature-expired'
  | 'signature-refused'
  | 'storage-full'
  | 'storage-refused'
  | 'storage-unavailable'
  | 'too-many-requests'
  | 'too-many-uploads'
  | 'unexpected'
  | 'upload-abandoned'
  | 'upload-closed'
  | 'upload-not-found'
  | 'vod-refused'
  | 'vod-unavailable'
  | (string & {})

/**
 * Details of the events. All events bubble, are composed, and are dispatched at least once: after a reload, the element
 * dispatches the events of the restored jobs again.
 */
export interface ReelferryUploaderEvents {
  /** A video was added to the queue. `size` in bytes. */
  'reelferry-added': ReelferryJob & { size: number }
  /** The stage or the whole percent changed. 100 percent: the video can be played or was rejected. */
  'reelferry-progress': ReelferryJob & { stage: ReelferryStage; percent: number }
  /** The video has its link, which already works: the page plays the video as soon as it is ready. */
  'reelferry-opened': ReelferryJob & ReelferryLinks
  /** The upload is complete. VOD processes the video now. */
  'reelferry-uploaded': ReelferryJob & { fileId: string }
  /** The video can be watched. */
  'reelferry-ready': ReelferryJob & ReelferryLinks & { fileId: string }
  /**
   * The video was not published. The element shows the reason, and a retry if one is possible. A file that cannot be
   * uploaded at all is not added to the queue: this event is the only one with its `jobId`.
   */
  'reelferry-failed': ReelferryJob & { code: ReelferryFailureCode }
  /** The creator removed the video from the queue. A published video stays published. */
  'reelferry-removed': ReelferryJob
}

type EventOf<Name extends keyof ReelferryUploaderEvents> = CustomEvent<
  ReelferryUploaderEvents[Name]
>

declare global {
  interface HTMLElementTagNameMap {
    'reelferry-uploader': ReelferryUploader
  }
  interface HTMLElementEventMap {
    'reelferry-added': EventOf<'reelferry-added'>
    'reelferry-progress': EventOf<'reelferry-progress'>
    'reelferry-opened': EventOf<'reelferry-opened'>
    'reelferry-uploaded': EventOf<'reelferry-uploaded'>
    'reelferry-ready': EventOf<'reelferry-ready'>
    'reelferry-failed': EventOf<'reelferry-failed'>
    'reelferry-removed': EventOf<'reelferry-removed'>
  }
}
