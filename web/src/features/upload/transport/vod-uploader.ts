/**
 * vod-js-sdk-v6 1.8.0, tamed. Its Uploader applies and commits; in between its COS client carries the parts that
 * {@link PartSender} gives it. What is overridden here are methods as `lib/src/uploader.js` of exactly that version
 * has them; none is documented, so the version is pinned and tests hold each one.
 */
import { FileId, type PublicConfig, splitName } from '@reelferry/contract'
import * as v from 'valibot'
import * as sdk from 'vod-js-sdk-v6/lib/src/uploader'
import { backoff } from '@reelferry/retry'
import { maxRetries, toFailure } from './classify-failure.ts'
import type { PartSizeRange } from './part-sizes.ts'
import { CanceledError, type TransferOptions } from './transfer.ts'
import { CosObject } from './multipart-object.ts'
import { type GrowingFile, wholeFile } from './growing-file.ts'
import { PartSender } from './part-sender.ts'

// The SDK is CommonJS: what arrives as `default` depends on who loads it.
const Uploader: typeof sdk.default = Object(sdk.default).default ?? sdk.default

/** Hosts the SDK has built in; `vodreport` only if its telemetry were on. */
const builtInHosts = /^https:\/\/(vod2\.qcloud\.com|vod2\.dnsv1\.com)(?=\/)/

let uploadEndpoint = ''
sdk.vodAxios.interceptors.request.use((request) => {
  if (uploadEndpoint && request.url)
    request.url = request.url.replace(builtInHosts, new URL(uploadEndpoint).origin)
  return request
})

/** Its retries repeat at once, for every error; given as the number already made, there are none. */
const noRetriesLeft = 3
/** Slow phones on slow networks need more than the SDK's 5 s for a call. */
const callTimeoutMs = 20_000

/** Whether a failure says nothing against what was sent: the connection, or the creator, ended it. */
const isOfNetwork = (error: unknown) =>
  error instanceof PausedError ||
  error instanceof CanceledError ||
  (toFailure(error).code === 'network-lost' && toFailure(error).detail === undefined)

/** VOD's answer to ApplyUploadUGC. */
type Applied = Awaited<ReturnType<sdk.default['applyUploadUGC']>>

const Published = v.object({ fileId: FileId })

class PausedError extends Error {}
/** Nothing need be sent: all of it is stored, and now committed. */
class CommittedError extends Error {}

/** The COS client's options that say where it sends: always https, unless an endpoint is configured. */
export function cosDestination(cos: PublicConfig['endpoints']['cos']) {
  if (!cos) return { Protocol: 'https:' }
  const { host, protocol } = new URL(cos)
  return { Domain: host, Protocol: protocol }
}

/** How often a cover is tried that the storage refuses, while the video waits. */
const mostCoverTries = 3

/** A video, which may still be being written, or a published one that is given another cover. */
export type Content = { file: File } | { file: GrowingFile; name: string } | { fileId: FileId }

function sdkContent(content: Content) {
  if ('fileId' in content) return content
  const name = 'name' in content ? content.name : content.file.name
  const { base, extension } = splitName(name)
  // The SDK takes names, types and sizes from files; no byte is read by it.
  return { mediaFile: new File([' '], `video.${extension}`), mediaName: base }
}

/** How often in a row VOD refuses a session before that is believed: then all of it is sent again. */
const refusalsToBelieve = 3

/** The same of a commit of what is most likely stored whole: some half a minute, as VOD's own troubles last. */
const commitRefusalsToBelieve = 8

/** Of the life of credentials, after which new ones are asked for. */
const usedLife = 0.9

/**
 * Sends one file, and goes on after every interruption from what VOD already has. A cover goes ahead of its video:
 * one that is refused then costs nothing of it, and is left out.
 */
export class VodUploader extends Uploader {
  readonly #options: TransferOptions
  /** Whether VOD has a cover of this session, or awaits one. */
  #hasCover = false
  #isCoverStored: boolean
  #coverTries = 0
  #canceled = false
  #paused = false
  /** Resolved, and replaced, whenever the transfer is paused, resumed or canceled. */
  #changed = Promise.withResolvers<void>()
  /** Failures in a row, since something last got through; and of those, refusals. */
  #failures = 0
  #refusals = 0
  /** What sends the video; another one for each session. */
  #sender: PartSender | undefined
  readonly #video: GrowingFile | undefined
  /** The session that is sent for, and when it was last applied for, by the clock that nobody sets, ms. */
  #applied: { session: Applied; at: number } | undefined
  /** Applying again, for new credentials, which all connections need at the same time. */
  #renewing: Promise<Applied> | undefined
  /** VOD's answer, once it has committed. */
  #committed: unknown
  #sentBytes = 0

  constructor(content: Content, options: TransferOptions) {
    const { cover } = options
    super({
      getSignature: options.getSignature,
      ...sdkContent(content),
      ...(cover && { coverFile: cover.file }),
      enableRaceRegion: false,
      applyRequestTimeout: callTimeoutMs,
      commitRequestTimeout: callTimeoutMs,
    })
    this.#options = options
    this.#isCoverStored = options.sessionKey !== '' && cover?.isStored === true
    if ('file' in content) {
      this.#video = content.file instanceof File ? wholeFile(content.file) : content.file
      this.videoInfo.size = this.#video.expectedSize
      this.#sender = this.#newSender(
        this.#video,
        options.sessionKey ? options.partLayout : undefined,
      )
    }
    this.getSignature = async () => {
      const signature = await options.getSignature()
      // One that comes too late must not start the next call.
      this.#throwIfCanceled()
      return signature
    }
    this.vodSessionKey = options.sessionKey
    uploadEndpoint = options.endpoints.upload
  }

  #newSender(video: GrowingFile, stored?: readonly PartSizeRange[]): PartSender {
    return new PartSender(video, {
      ...(stored && { stored }),
      progress: (bytes) => this.#progress(bytes),
      cut: (cuts) => this.#options.listener.partLayoutChanged(cuts),
      assertNotCommitted: (isLikely) =>
        this.#throwIfCommitted(isLikely ? commitRefusalsToBelieve : 1),
    })
  }

  /** Resolves with the published file's id. */
  async run(): Promise<FileId> {
    this.start()
    try {
      return v.parse(Published, await this.done()).fileId
    } catch (error) {
      if (this.#committed === undefined) throw error
      this.#options.listener.allStored()
      return v.parse(Published, this.#committed).fileId
    }
  }

  /** Only commits the session, all of which was sent by another; resolves with the file's id. */
  async commitOnly(): Promise<FileId> {
    return v.parse(Published, await this.commitUploadUGC()).fileId
  }

  pause(): void {
    this.#paused = true
    this.#change()
  }

  resume(): void {
    this.#paused = false
    this.#change()
  }

  override cancel(): void {
    this.#canceled = true
    this.#change()
  }

  // Sessions are kept by the queue: the SDK's own memory goes by name and size, and forgets on errors.
  override setStorage(): void {}
  override delStorage(): void {}
  override getStorage(): string {
    return ''
  }

  override applyUploadUGC(_retryCount?: number, region?: string): Promise<Applied> {
    return this.#persist(async () => {
      const session = await this.#apply(() => super.applyUploadUGC(noRetriesLeft, region))
      this.#hasCover = session.cover !== undefined
      this.#applied = { session, at: performance.now() }
      this.#options.listener.sessionOpened(session.vodSessionKey)
      return session
    })
  }

  async #apply(call: () => Promise<Applied>): Promise<Applied> {
    for (let refusals = 1; refusals <= refusalsToBelieve; refusals++)
      try {
        return await this.#interruptible(call())
      } catch (error) {
        if (toFailure(error).code !== 'vod-refused') throw error
        if (!this.vodSessionKey) return await this.#applyWithoutCover(call, error)
        // Its code does not tell a refusal that passes from one that stays, and much may be stored.
        this.#options.listener.interrupted()
        await this.#sleep(backoff(refusals, Math.random()))
        this.#throwIfStopped()
      }
    // VOD takes on no session that is committed, as this one is if only the answer was lost.
    await this.#throwIfCommitted(refusalsToBelieve)
    // It also forgets one after a day. Then, and only then, everything is sent again.
    this.#beginAnew()
    return await this.#interruptible(call())
  }

  #beginAnew(): void {
    this.vodSessionKey = ''
    this.#isCoverStored = false
    if (this.#sentBytes > 0) this.#options.listener.restarted()
    this.#sentBytes = 0
    if (this.#video) this.#sender = this.#newSender(this.#video)
  }

  /** VOD refuses, and does not say what: perhaps it is the cover. Throws the refusal if it is not. */
  async #applyWithoutCover(call: () => Promise<Applied>, refusal: unknown): Promise<Applied> {
    const { coverInfo } = this
    if (!coverInfo || !this.#video) throw refusal
    Reflect.deleteProperty(this, 'coverInfo')
    try {
      const applied = await this.#interruptible(call())
      this.#leaveOutCover(refusal)
      return applied
    } catch {
      this.coverInfo = coverInfo
      throw refusal
    }
  }

  #leaveOutCover(problem: unknown): void {
    for (const property of ['coverInfo', 'coverFile']) Reflect.deleteProperty(this, property)
    const { cover, listener } = this.#options
    if (cover) listener.coverSettled(cover.id, { state: 'failed', error: problem })
  }

  /** Tries to commit what may be there already, so often; throws CommittedError if that is so, or was before. */
  async #throwIfCommitted(tries: number): Promise<void> {
    for (let refusals = 1; this.#committed === undefined; refusals++)
      try {
        this.#committed = await this.#interruptible(super.commitUploadUGC(noRetriesLeft))
      } catch (error) {
        if (toFailure(error).code !== 'vod-refused') throw error
        this.#committed = await this.#committedBefore()
        if (this.#committed !== undefined) break
        if (refusals >= tries) return
        this.#options.listener.interrupted()
        await this.#sleep(backoff(refusals, Math.random()))
        this.#throwIfStopped()
      }
    throw new CommittedError()
  }

  /** As VOD's answer would have been, if the edge knows more than VOD says. */
  async #committedBefore(): Promise<{ fileId: FileId } | undefined> {
    const fileId = await this.#interruptible(this.#options.fetchPublishedFile())
    return fileId && { fileId }
  }

  override uploadToCos(applied: Applied): Promise<void[]> {
    let fresh: Applied | undefined = applied
    return this.#persist(async () => {
      // Applying again with the session's key brings new credentials; COS then lists what it has.
      const current = fresh ?? (await this.applyUploadUGC())
      fresh = undefined
      const session = await this.#storeCover(current)
      if (this.#sender) await this.#store(session, session.video.storagePath, this.#sender)
      return []
    })
  }

  /** Sends the cover if the session awaits one. Resolves with the session to go on with, which is another if it is refused. */
  async #storeCover(session: Applied): Promise<Applied> {
    if (!session.cover || !this.coverFile || this.#isCoverStored) return session
    try {
      const sender = new PartSender(wholeFile(this.coverFile), {
        progress: () => undefined,
        cut: () => undefined,
        assertNotCommitted: async () => undefined,
      })
      await this.#store(session, session.cover.storagePath, sender)
      this.#isCoverStored = true
      const { cover, listener } = this.#options
      if (cover) listener.coverSettled(cover.id, { state: 'sent' })
      return session
    } catch (error) {
      if (!this.#video || isOfNetwork(error)) throw error
      // What may pass is repeated, but a video does not wait for a picture for ever.
      const mayPass = maxRetries(toFailure(error)) > 0
      if (mayPass && ++this.#coverTries < mostCoverTries) throw error
      // No byte of the video has been sent for this session.
      this.#leaveOutCover(error)
      this.#beginAnew()
      return await this.applyUploadUGC()
    }
  }

  /** Sends a file to its place, and ends that if the creator changes their mind. */
  async #store(
    { storageBucket, storageAppId, storageRegionV5 }: Applied,
    path: string,
    sender: PartSender,
  ): Promise<void> {
    const place = {
      Bucket: `${storageBucket}-${storageAppId}`,
      Region: storageRegionV5,
      Key: path.replace(/^\//, ''),
    }
    const destination = cosDestination(this.#options.endpoints.cos)
    const ending = new AbortController()
    const { signal } = ending
    const object = new CosObject(place, destination, () => this.#credentials(), signal)
    try {
      await this.#interruptible(sender.send(object, signal))
    } finally {
      ending.abort()
    }
  }

  /** For the session that is sent for, renewed in time. */
  async #credentials() {
    if (!this.#applied) throw new Error('Nothing has been applied for.')
    let { session } = this.#applied
    const { tempCertificate, timestamp } = session
    const life = (tempCertificate.expiredTime - timestamp) * 1000
    if (performance.now() - this.#applied.at > life * usedLife) {
      this.#renewing ??= this.applyUploadUGC().finally(() => (this.#renewing = undefined))
      session = await this.#renewing
    }
    return {
      TmpSecretId: session.tempCertificate.secretId,
      TmpSecretKey: session.tempCertificate.secretKey,
      XCosSecurityToken: session.tempCertificate.token,
      StartTime: session.timestamp,
      ExpiredTime: session.tempCertificate.expiredTime,
    }
  }

  override async commitUploadUGC(): Promise<unknown> {
    this.#options.listener.allStored()
    try {
      return await this.#persist(() => this.#interruptible(super.commitUploadUGC(noRetriesLeft)))
    } catch (error) {
      if (toFailure(error).code !== 'vod-refused') throw error
      const committed = await this.#committedBefore()
      if (committed) return committed
      // Of a size that was not known beforehand it need not be the cover; who sends such a file knows another way.
      const isAsExpected = this.#video?.expectedSize === this.#video?.written
      if (!this.#video || !this.#hasCover || !isAsExpected) throw error
      return await this.#sendWithoutCover(error)
    }
  }

  /** The last resort for a session that VOD does not commit, perhaps for its cover: everything once more, but that. */
  async #sendWithoutCover(refusal: unknown): Promise<unknown> {
    this.#options.listener.restarted()
    this.#leaveOutCover(refusal)
    this.#beginAnew()
    await this.uploadToCos(await this.applyUploadUGC())
    return await this.commitUploadUGC()
  }

  /** Repeats a step, with growing pauses, for as long as its failures are of the passing kind. */
  async #persist<T>(step: () => Promise<T>): Promise<T> {
    for (;;) {
      this.#throwIfCanceled()
      while (this.#paused) {
        await this.#changed.promise
        this.#throwIfCanceled()
      }
      try {
        return await step()
      } catch (error) {
        if (error instanceof PausedError) continue
        if (error instanceof CanceledError || this.#committed !== undefined) throw error
        const most = maxRetries(toFailure(error))
        if (most === 0) throw error
        this.#options.listener.interrupted()
        // A device that knows it is offline is waited for as long as it takes.
        if (!navigator.onLine) await this.#sleep()
        // However long a network was lost, what is refused once is not given up for that.
        else if (most !== Infinity && ++this.#refusals > most) throw error
        else await this.#sleep(backoff(++this.#failures, Math.random()))
      }
    }
  }

  /** What the SDK's promises, which no cancel ever settles, come to once the creator changes their mind. */
  async #interruptible<T>(work: Promise<T>): Promise<T> {
    for (;;) {
      const finished = await Promise.race([
        work.then((value) => ({ value })),
        this.#changed.promise,
      ])
      if (finished) return finished.value
      this.#throwIfStopped()
    }
  }

  /** Ends early when the device comes online, or the creator changes their mind. */
  async #sleep(ms?: number): Promise<void> {
    const { promise: over, resolve } = Promise.withResolvers<void>()
    const timer = ms === undefined ? undefined : setTimeout(resolve, ms)
    const end = () => resolve()
    window.addEventListener('online', end)
    await Promise.race([over, this.#changed.promise])
    window.removeEventListener('online', end)
    clearTimeout(timer)
  }

  #change(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }

  #throwIfStopped(): void {
    this.#throwIfCanceled()
    if (this.#paused) throw new PausedError()
  }

  #throwIfCanceled(): void {
    if (this.#canceled) throw new CanceledError()
  }

  #progress(bytes: number): void {
    if (this.#paused || this.#canceled) return
    if (bytes > this.#sentBytes) {
      this.#sentBytes = bytes
      this.#failures = 0
      this.#refusals = 0
    }
    this.#options.listener.progress(bytes)
  }
}
