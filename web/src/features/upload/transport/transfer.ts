import type { FileId, PublicConfig } from '@reelferry/contract'
import type { Choice } from '../../../media/model/quality.ts'
import type { Trim } from '../../../media/model/trim.ts'
import type { GoesOnFrom, ResultProgress } from '../job/job.ts'
import type { Cut } from './part-sizes.ts'

/** Result of sending a cover. */
export type CoverResult = { state: 'sent' } | { state: 'failed'; error: unknown }

/** What a transfer tells while it runs. */
interface TransferListener {
  /**
   * Bytes stored or on their way, of the whole file. Falls when parts have to be sent again. `result` is
   * there if it is not the source that is sent.
   */
  progress(sentBytes: number, result?: ResultProgress): void
  /** VOD has taken the upload on, under this key. */
  session(sessionKey: string): void
  /** How the file is cut into parts, before the first of another size leaves. */
  cut(cuts: Cut[]): void
  /** The connection was lost; the transfer goes on by itself. */
  interrupted(): void
  /** The last byte is stored; VOD has yet to be told. */
  sent(): void
  /** Against what was thought, all of it is sent again. */
  unsent(): void
  /** The cover is stored with the video, or this upload continues without it. */
  cover(id: string, result: CoverResult): void
}

export interface TransferOptions {
  /** Asked before every call to VOD, for one new signature. */
  getSignature: () => Promise<string>
  endpoints: PublicConfig['endpoints']
  /**
   * The file that the edge knows VOD to have published of this upload. Asked where VOD refuses to commit: it may
   * have done so before, and only its answer was lost.
   */
  published: () => Promise<FileId | undefined>
  /** What an earlier transfer of the same file left, to go on from what VOD has; else `''`. */
  sessionKey: string
  /** How what that session may have stored was cut. */
  cuts: readonly Cut[]
  /** What is to be made of the file before it is sent, and for which job, by whose id the result is kept. */
  compression?:
    | {
        choice: Choice
        trim?: Trim
        jobId: string
        goesOn: (from: GoesOnFrom) => void
        /** Told before any of the file itself is sent, for nothing smaller can be made of it. */
        goesAsIs: () => void
      }
    | undefined
  /** The picture that stands for the video, and whether VOD has it with the session of `sessionKey`. */
  cover?: { id: string; file: File; isStored: boolean } | undefined
  listener: TransferListener
}

/** One file on its way into VOD. */
export interface Transfer {
  /**
   * Resolves with the published file's id. Rejects with whatever ended it for good, or with
   * {@link CanceledError} at once when canceled.
   */
  done: Promise<FileId>
  pause(): void
  resume(): void
  cancel(): void
}

/** Starts to send a file. */
export type StartTransfer = (file: File, options: TransferOptions) => Promise<Transfer>

/**
 * Commits what an earlier page has sent all of, without its file. Rejects with VOD's refusal if VOD does
 * not have it.
 */
export type FinishTransfer = (name: string, options: TransferOptions) => Promise<FileId>

/** Gives a video that is published another cover. */
export type SendCover = (
  file: File,
  fileId: FileId,
  options: Pick<TransferOptions, 'getSignature' | 'endpoints'>,
) => Promise<void>

/** Its creator canceled the transfer. */
export class CanceledError extends Error {
  override name = 'CanceledError'
}
