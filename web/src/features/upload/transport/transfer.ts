import type { FileId, PublicConfig } from '@reelferry/contract'
import type { Choice } from '../../../media/model/quality.ts'
import type { Trim } from '../../../media/model/trim.ts'
import type { LostConnection, ResultProgress, ResumePoint } from '../job/job.ts'
import type { PartSizeRange } from './part-sizes.ts'
import type { WakeSignal } from './wake-signal.ts'

/** Result of sending a cover. */
export type CoverResult = { state: 'sent' } | { state: 'failed'; error: unknown }

/** Receives the events of a transfer. */
export interface TransferListener {
  /**
   * Bytes of the whole file that are stored or in flight. Falls when parts have to be sent again. `result` is present
   * if a compressed file is sent in place of the source.
   */
  progress(sentBytes: number, result?: ResultProgress): void
  /** VOD opened or resumed the upload session with this key. */
  sessionOpened(sessionKey: string): void
  /** The part layout changed. Called before the first part of a new size is sent. */
  partLayoutChanged(layout: PartSizeRange[]): void
  /** A call failed; the transfer retries automatically. `lostConnection` is present if it waits for the network. */
  interrupted(lostConnection?: LostConnection): void
  /** The last byte is stored; the commit follows. */
  allStored(): void
  /** The session was lost or refused: everything is sent again. */
  restarted(): void
  /** The cover is stored with the video, or this upload continues without it. */
  coverSettled(id: string, result: CoverResult): void
}

/**
 * Why a source is sent instead of its result: compressing is impossible or does not make it smaller, or the result
 * differs from the source.
 */
export type FallbackReason = 'not-useful' | 'wrong-result'

/** Options of the transfer of one file. */
export interface TransferOptions {
  /** Fetches a new signature. Called before every call to VOD, because a signature is valid for one call. */
  getSignature: () => Promise<string>
  endpoints: PublicConfig['endpoints']
  /**
   * Fetches from the edge the file that VOD has published for this upload, if any. Called when VOD refuses a commit:
   * an earlier commit may have succeeded although its answer was lost.
   */
  fetchPublishedFile: () => Promise<FileId | undefined>
  /** Key of the upload session that an earlier transfer of the same file opened, or `''`. */
  sessionKey: string
  /** Whether location and device data are removed from the file. The same for all attempts of a session. */
  removesPrivateData?: boolean
  /** Part layout of that session. */
  partLayout: readonly PartSizeRange[]
  /** How to compress or trim the file before it is sent; absent to send it unchanged. */
  compression?:
    | {
        choice: Choice
        trim?: Trim
        /** Names the result in storage. */
        jobId: string
        resumedFrom: (point: ResumePoint) => void
        /** The source is sent. Called before its first byte is sent. */
        fellBackToOriginal: (reason: FallbackReason) => void
      }
    | undefined
  /** `isStored`: VOD already has the cover in the session of `sessionKey`. */
  cover?: { id: string; file: File; isStored: boolean } | undefined
  /** Ends the waits before retries. */
  wakeSignal?: WakeSignal
  listener: TransferListener
}

/** The running transport of one file to VOD. */
export interface Transfer {
  /**
   * Resolves with the id of the published file. Rejects with the error that ended the transfer, or with a
   * {@link CanceledError} as soon as the transfer is canceled.
   */
  done: Promise<FileId>
  pause(): void
  resume(): void
  cancel(): void
}

/** Starts to send a file. */
export type StartTransfer = (file: File, options: TransferOptions) => Promise<Transfer>

/**
 * Commits an upload session in which an earlier page stored everything. Needs only the file's name. Rejects with
 * VOD's refusal if not everything is stored.
 */
export type FinishTransfer = (name: string, options: TransferOptions) => Promise<FileId>

/** Replaces the cover of a published video. */
export type SendCover = (
  file: File,
  fileId: FileId,
  options: Pick<TransferOptions, 'getSignature' | 'endpoints'>,
) => Promise<void>

/** The creator canceled the transfer. */
export class CanceledError extends Error {
  override name = 'CanceledError'
}
