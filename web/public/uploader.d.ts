/**
 * Types of `<reelferry-uploader>`, which a studio serves at `/uploader.js`. Copy this file into your project; how
 * to embed the element stands in Reelferry's shared/docs/integrators.md.
 */

/** Its properties; all but `getToken` are attributes too. */
export interface ReelferryUploaderOptions {
  /** The creator's JWT. Called before the first request, and again when a token has been refused as ended. */
  getToken?: () => string | undefined | Promise<string | undefined>
  /** BCP 47 tag; unless it is given, the language of the page around the element. */
  language?: string
  /** Whether several videos can be chosen at once. */
  multiple?: boolean
  /** Whether camera and screen can be recorded, where the browser and the page's Permissions-Policy let them. */
  recording?: boolean
}

export interface ReelferryUploader extends HTMLElement, ReelferryUploaderOptions {}

/** What a job is doing; a job is one video on its way. */
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

/** In the detail of every event. */
export interface ReelferryJob {
  /** Of this browser; stays the same when the page is opened anew. */
  jobId: string
  /** The file's. */
  name: string
}

/** Why a video was not published. A code never changes its meaning; there may be more of them one day. */
export type ReelferryFailureCode =
  | 'compression-failed'
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
  | 'session-expired'
  | 'signature-expired'
  | 'signature-refused'
  | 'storage-refused'
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
 * The detail of each event. All of them bubble, cross shadow roots, and are told at least once: what an earlier
 * page left in the queue is told of again on the next one.
 */
export interface ReelferryUploaderEvents {
  /** A video is in the queue. `size` in bytes. */
  'reelferry-added': ReelferryJob & { size: number }
  /** It got on, by a stage or a whole percent of the way from its first byte to playable. */
  'reelferry-progress': ReelferryJob & { stage: ReelferryStage; percent: number }
  /** All of it is at VOD, which is now processing it. */
  'reelferry-uploaded': ReelferryJob & { fileId: string }
  /** It can be watched. */
  'reelferry-ready': ReelferryJob & { fileId: string; watchUrl: string; embedUrl: string }
  /** It was not published; its creator has been told why, and may be able to try again. */
  'reelferry-failed': ReelferryJob & { code: ReelferryFailureCode }
  /** Its creator took it out of the queue. What is published stays so. */
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
    'reelferry-uploaded': EventOf<'reelferry-uploaded'>
    'reelferry-ready': EventOf<'reelferry-ready'>
    'reelferry-failed': EventOf<'reelferry-failed'>
    'reelferry-removed': EventOf<'reelferry-removed'>
  }
}
