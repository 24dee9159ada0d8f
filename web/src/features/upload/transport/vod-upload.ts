import type { FileId } from '@reelferry/contract'
import { retry, RetryCount } from '@reelferry/retry'
import type { Credentials, ObjectLocation } from 'vod-js-sdk-v6/lib/src/base.js'
import { isVodRefusal, maxRetries, toFailure } from './classify-failure.ts'
import { causeOfCoverError, storeCover } from './cover-upload.ts'
import { type GrowingFile, wholeFile } from './growing-file.ts'
import { lostConnectionOf } from './lost-connection.ts'
import { CosObject, cosDestination, type MultipartObject } from './multipart-object.ts'
import { PartSender } from './part-sender.ts'
import type { PartSizeRange } from './part-sizes.ts'
import { PauseControl, PausedError } from './pause-control.ts'
import { createVodClient, type VodClient } from './sdk-client.ts'
import { CanceledError, type TransferOptions } from './transfer.ts'
import {
  hasEnded,
  newSession,
  type SessionEffect,
  type SessionEvent,
  transition,
  type UploadSession,
} from './upload-session.ts'

/** A video, which may still be growing, or a published one whose cover is replaced. */
export type UploadContent =
  { file: File } | { file: GrowingFile; name: string } | { fileId: FileId }

/**
 * Maximum number of tries to resume or commit a session that VOD refuses. VOD's error code does not distinguish
 * temporary refusals from permanent ones, and a restart may send many gigabytes again.
 */
const maxSessionTries = 3

/**
 * Maximum number of such tries if everything is most likely stored. With back-off they take about half a minute,
 * which is as long as faults of VOD usually last.
 */
const maxLikelyCommitTries = 8

/** Ends a step because the session turned out to be committed already. */
class AlreadyCommittedError extends Error {
  override name = 'AlreadyCommittedError'
}

/**
 * Sends one video, its cover, or both. Runs the state machine of `upload-session.ts`: performs the step of each state,
 * with retries, and reports its effects to the listener. Resumes after every interruption with the parts that VOD has.
 */
export class VodUpload {
  #session: UploadSession
  readonly #options: TransferOptions
  readonly #client: VodClient
  readonly #control: PauseControl
  /** Failures in a row; reset when bytes make progress. */
  readonly #retries = new RetryCount()
  readonly #video: GrowingFile | undefined
  /** Sends the video; replaced when the session restarts. */
  #sender: PartSender | undefined
  /** The running renewal of credentials. All connections wait for the same one. */
  #renewal: Promise<Credentials> | undefined

  constructor(content: UploadContent, options: TransferOptions) {
    this.#options = options
    this.#control = new PauseControl(options.wakeSignal)
    const { sessionKey, cover } = options
    const getSignature = async () => {
      const signature = await options.getSignature()
      // A late signature must not start a call after the upload was canceled.
      this.#control.throwIfCanceled()
      return signature
    }
    const clientOptions = { getSignature, endpoint: options.endpoints.upload }
    if ('fileId' in content) this.#client = createVodClient(content, clientOptions)
    else {
      const name = 'name' in content ? content.name : content.file.name
      this.#video = content.file instanceof File ? wholeFile(content.file) : content.file
      this.#client = createVodClient({ name, size: this.#video.expectedSize }, clientOptions)
      this.#sender = this.#newSender(this.#video, sessionKey ? options.partLayout : undefined)
    }
    this.#session = newSession({
      sessionKey,
      hasVideo: this.#video !== undefined,
      hasCover: cover !== undefined,
      isCoverStored: cover?.isStored === true,
    })
  }

  /** Resolves with the id of the published file. Rejects with the error that ended the upload. */
  async run(): Promise<FileId> {
    for (;;) {
      const session = this.#session
      if (session.state === 'committed') return session.fileId
      if (session.state === 'failed') throw session.error
      await this.advance()
    }
  }

  /** Commits a session in which an earlier page stored everything. Resolves with the id of the published file. */
  commitOnly(): Promise<FileId> {
    this.#dispatch({ type: 'stored-earlier' })
    return this.run()
  }

  /**
   * Performs the step of the current state, with retries, and resolves with the next state.
   * @throws {CanceledError}
   */
  async advance(): Promise<UploadSession> {
    try {
      await retry(() => this.#performUnlessPaused(), {
        maxRetries: (error) => this.#maxRetries(error),
        wait: (ms, error) => {
          this.#dispatch({ type: 'interrupted' })
          this.#options.listener.interrupted(lostConnectionOf(error, ms))
          return this.#control.wait(ms)
        },
        count: this.#retries,
      })
    } catch (error) {
      if (error instanceof CanceledError) throw error
      this.#dispatch({ type: isVodRefusal(error) ? 'refused' : 'failed', error })
    }
    return this.#session
  }

  pause(): void {
    this.#control.pause()
  }

  resume(): void {
    this.#control.resume()
  }

  cancel(): void {
    this.#control.cancel()
  }

  async #performUnlessPaused(): Promise<void> {
    for (;;) {
      await this.#control.whenRunning()
      try {
        return await this.#performStep()
      } catch (error) {
        if (!(error instanceof PausedError)) throw error
        this.#dispatch({ type: 'interrupted' })
      }
    }
  }

  async #performStep(): Promise<void> {
    const session = this.#session
    switch (session.state) {
      case 'applying':
        return session.sessionKey === ''
          ? this.#openSession()
          : this.#resumeSession(session.sessionKey)
      case 'checking': {
        const fileId = await this.#findCommitted(maxSessionTries)
        return this.#dispatch(fileId ? { type: 'committed', fileId } : { type: 'not-committed' })
      }
      case 'storing-cover':
        return this.#storeCover(session.applied.coverLocation)
      case 'storing-video': {
        const sender = this.#sender
        if (!sender) throw new Error('The upload has no video.')
        const { videoLocation } = session.applied
        await this.#store(videoLocation, (object, signal) => sender.send(object, signal))
        return this.#dispatch({ type: 'video-stored' })
      }
      case 'committing': {
        const fileId = await this.#control.race(this.#client.commit(session.sessionKey))
        return this.#dispatch({ type: 'committed', fileId })
      }
      case 'confirming': {
        const fileId = await this.#control.race(this.#options.fetchPublishedFile())
        const isExactSize = this.#video?.expectedSize === this.#video?.written
        return this.#dispatch(
          fileId ? { type: 'committed', fileId } : { type: 'not-published', isExactSize },
        )
      }
    }
  }

  async #openSession(): Promise<void> {
    const { cover } = this.#options
    if (this.#session.cover !== 'pending' || !cover)
      return this.#dispatch({ type: 'applied', applied: await this.#apply('') })
    try {
      this.#dispatch({ type: 'applied', applied: await this.#apply('', cover.file) })
    } catch (refusal) {
      if (!isVodRefusal(refusal) || !this.#video) throw refusal
      // VOD gives no reason for a refusal. If it opens a session without the cover, the cover was the reason.
      const applied = await this.#apply('').catch(() => undefined)
      this.#control.throwIfStopped()
      if (!applied) throw refusal
      this.#dispatch({ type: 'applied', applied, coverRefusal: { error: refusal } })
    }
  }

  async #resumeSession(sessionKey: string): Promise<void> {
    try {
      const applied = await this.#retryRefusals(maxSessionTries, () => this.#apply(sessionKey))
      this.#dispatch({ type: 'applied', applied })
    } catch (error) {
      if (!isVodRefusal(error)) throw error
      // VOD resumes no session that is committed, and forgets every session after a day.
      this.#dispatch({ type: 'session-refused' })
    }
  }

  #apply(sessionKey: string, cover?: File) {
    return this.#control.race(this.#client.apply(sessionKey, cover))
  }

  /**
   * Tries to commit the session, which VOD or COS seems to have closed. Resolves with the id of the published file if it
   * is committed, now or by an earlier call whose answer was lost.
   */
  async #findCommitted(maxTries: number): Promise<FileId | undefined> {
    const { sessionKey } = this.#session
    try {
      return await this.#retryRefusals(maxTries, async () => {
        try {
          return await this.#control.race(this.#client.commit(sessionKey))
        } catch (refusal) {
          if (!isVodRefusal(refusal)) throw refusal
          const fileId = await this.#control.race(this.#options.fetchPublishedFile())
          if (!fileId) throw refusal
          return fileId
        }
      })
    } catch (error) {
      if (!isVodRefusal(error)) throw error
      return undefined
    }
  }

  async #storeCover(location: ObjectLocation | undefined): Promise<void> {
    const { cover } = this.#options
    if (!cover || !location) throw new Error('The session has no cover.')
    try {
      await this.#store(location, (object, signal) => storeCover(cover.file, object, signal))
      this.#dispatch({ type: 'cover-stored' })
    } catch (error) {
      const cause = causeOfCoverError(error)
      if (cause === 'connection') throw error
      this.#dispatch({ type: 'cover-failed', error, isTemporary: cause === 'temporary' })
      if (this.#session.cover === 'pending') throw error
    }
  }

  /** Sends an object to COS. Aborts that when the upload is paused or canceled. */
  async #store(
    location: ObjectLocation,
    send: (object: MultipartObject, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const destination = cosDestination(this.#options.endpoints.cos)
    const abort = new AbortController()
    const { signal } = abort
    const object = new CosObject(location, destination, () => this.#credentials(), signal)
    try {
      await this.#control.race(send(object, signal))
    } finally {
      abort.abort()
    }
  }

  /** The credentials of the session, renewed before they expire. */
  async #credentials(): Promise<Credentials> {
    const session = this.#session
    if (!('applied' in session)) throw new Error('The upload session is not open.')
    const { credentials, renewAt } = session.applied
    const isDue = performance.now() > renewAt
    if (!isDue) return credentials
    this.#renewal ??= this.#renew(session.sessionKey).finally(() => (this.#renewal = undefined))
    return await this.#renewal
  }

  async #renew(sessionKey: string): Promise<Credentials> {
    const applied = await this.#apply(sessionKey)
    this.#dispatch({ type: 'renewed', applied })
    return applied.credentials
  }

  #newSender(video: GrowingFile, storedLayout?: readonly PartSizeRange[]): PartSender {
    return new PartSender(video, {
      ...(storedLayout && { storedLayout }),
      progress: (bytes) => this.#progress(bytes),
      layoutChanged: (layout) => this.#options.listener.partLayoutChanged(layout),
      assertNotCommitted: async (isLikely) => {
        const fileId = await this.#findCommitted(isLikely ? maxLikelyCommitTries : 1)
        if (!fileId) return
        this.#dispatch({ type: 'committed', fileId })
        throw new AlreadyCommittedError()
      },
    })
  }

  #progress(sentBytes: number): void {
    if (!this.#control.isRunning) return
    if (sentBytes > this.#session.sentBytes) {
      this.#dispatch({ type: 'progress', sentBytes })
      this.#retries.reset()
    }
    this.#options.listener.progress(sentBytes)
  }

  /** Allows any number of retries of a temporary failure while the browser reports that the device is offline. */
  #maxRetries(error: unknown): number {
    if (hasEnded(this.#session)) return 0
    const max = maxRetries(toFailure(error))
    return max > 0 && !navigator.onLine ? Infinity : max
  }

  /** Retries a call that VOD refuses; rejects at once with any other error. */
  #retryRefusals<T>(maxTries: number, call: () => Promise<T>): Promise<T> {
    return retry(call, {
      maxRetries: (error) => (isVodRefusal(error) ? maxTries - 1 : 0),
      onRetry: () => this.#options.listener.interrupted(),
      wait: async (ms) => {
        await this.#control.wait(ms)
        this.#control.throwIfStopped()
      },
    })
  }

  #dispatch(event: SessionEvent): void {
    const { session, effects } = transition(this.#session, event)
    this.#session = session
    for (const effect of effects) this.#perform(effect)
  }

  #perform(effect: SessionEffect): void {
    const { listener, cover } = this.#options
    switch (effect.type) {
      case 'report-session':
        return listener.sessionOpened(effect.sessionKey)
      case 'report-cover-stored':
        if (cover) listener.coverSettled(cover.id, { state: 'sent' })
        return
      case 'report-cover-left-out':
        if (cover) listener.coverSettled(cover.id, { state: 'failed', error: effect.error })
        return
      case 'report-all-stored':
        return listener.allStored()
      case 'report-restart':
        return listener.restarted()
      case 'discard-parts':
        if (this.#video) this.#sender = this.#newSender(this.#video)
    }
  }
}
