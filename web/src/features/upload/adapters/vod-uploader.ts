/**
 * vod-js-sdk-v6 1.8.0, tamed. Its Uploader is the transport: apply, multipart upload to COS, commit.
 * What is overridden here are its methods as `lib/src/uploader.js` of exactly that version has them;
 * none is documented, so the version is pinned and tests hold each one.
 */
import { FileId, type PublicConfig, splitName } from '@reelferry/contract'
import * as v from 'valibot'
import * as sdk from 'vod-js-sdk-v6/lib/src/uploader'
import { backoff } from '../model/backoff.ts'
import { repetitions, toFailure } from '../model/failure.ts'
import { parallelParts } from '../model/parts.ts'
import { CanceledError, type TransferOptions } from '../model/transfer.ts'

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
/** The SDK waits for ever on a server that takes a connection and never answers. */
const stalledAfterMs = 60_000
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
class StalledError extends Error {
  override message = 'network error: stalled'
}

/** The COS client's options that say where it sends: always https, unless an endpoint is configured. */
export function cosDestination(cos: PublicConfig['endpoints']['cos']) {
  if (!cos) return { Protocol: 'https:' }
  const { host, protocol } = new URL(cos)
  return { Domain: host, Protocol: protocol }
}

/** How often a cover is tried that the storage refuses, while the video waits. */
const mostCoverTries = 3

/** A video under the name the SDK is to know it by, or a published one that is given another cover. */
export type Content = { file: File; fingerprint: string } | { fileId: FileId }

function contentOptions(content: Content, sessionKey: string) {
  if ('fileId' in content) return content
  const { base, extension } = splitName(content.file.name)
  const { type, lastModified } = content.file
  const name = `${content.fingerprint}.${extension}`
  const mediaFile = new File([content.file], name, { type, lastModified })
  // By this (undocumented) property the COS client would believe, without looking, that the parts it
  // stored under this name are of this file. Without it, it compares the MD5 of each of them.
  if (sessionKey) Object.defineProperty(mediaFile, 'lastModifiedDate', {})
  return { mediaFile, mediaName: base }
}

/**
 * Sends one file, and goes on after every interruption from what VOD already has. `fingerprint`
 * takes the place of the file's name wherever the SDK identifies a file by name. A cover goes ahead of its
 * video: one that is refused then costs nothing of it, and is left out.
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
  /** Whether parts, or all, may be stored already: by an earlier page, or before an interruption. */
  #mayBeStored: boolean
  /** VOD's answer, once it has committed. */
  #committed: unknown
  #sentBytes = 0
  /** By the clock that nobody sets, ms. */
  #lastProgressAt = 0

  constructor(content: Content, options: TransferOptions) {
    const { cover } = options
    super({
      getSignature: options.getSignature,
      ...contentOptions(content, options.sessionKey),
      ...(cover && { coverFile: cover.file }),
      enableRaceRegion: false,
      applyRequestTimeout: callTimeoutMs,
      commitRequestTimeout: callTimeoutMs,
      progressInterval: 200,
      chunkSize: options.partSize,
      chunkParallelLimit: parallelParts,
    })
    this.#options = options
    this.#mayBeStored = options.sessionKey !== ''
    this.#isCoverStored = this.#mayBeStored && cover?.isStored === true
    this.getSignature = async () => {
      const signature = await options.getSignature()
      // One that comes too late must not start the next call.
      this.#throwIfCanceled()
      return signature
    }
    this.vodSessionKey = options.sessionKey
    uploadEndpoint = options.endpoints.upload
    Object.assign(this.cosStrategy, cosDestination(options.endpoints.cos))
    this.#expectNothingStored()
    this.on('cover_progress', () => (this.#lastProgressAt = performance.now()))
    this.on('media_progress', ({ loaded }: { loaded: number }) => this.#progress(loaded))
  }

  /** Resolves with the published file's id. */
  async run(): Promise<FileId> {
    this.start()
    try {
      return v.parse(Published, await this.done()).fileId
    } catch (error) {
      if (this.#committed === undefined) throw error
      this.#options.listener.sent()
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
      const applied = await this.#apply(() => super.applyUploadUGC(noRetriesLeft, region))
      this.#hasCover = applied.cover !== undefined
      this.#options.listener.session(applied.vodSessionKey)
      return applied
    })
  }

  async #apply(call: () => Promise<Applied>): Promise<Applied> {
    try {
      return await this.#interruptible(call())
    } catch (error) {
      if (toFailure(error).code !== 'vod-refused') throw error
      if (!this.vodSessionKey) return await this.#applyWithoutCover(call, error)
      // VOD takes on no session that is committed, as this one is if only the answer was lost.
      await this.#throwIfCommitted()
      // It also forgets one after a day. Then, and only then, everything is sent again.
      this.#beginAnew()
      return await this.#interruptible(call())
    }
  }

  #beginAnew(): void {
    this.vodSessionKey = ''
    this.#mayBeStored = false
    this.#isCoverStored = false
  }

  /** VOD refuses, and does not say what: perhaps it is the cover. Throws the refusal if it is not. */
  async #applyWithoutCover(call: () => Promise<Applied>, refusal: unknown): Promise<Applied> {
    const { coverInfo } = this
    if (!coverInfo || !this.videoFile) throw refusal
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
    if (cover) listener.cover(cover.id, problem)
  }

  /** Tries to commit what may be there already; throws CommittedError if that is so. */
  async #throwIfCommitted(): Promise<void> {
    try {
      this.#committed = await this.#interruptible(super.commitUploadUGC(noRetriesLeft))
    } catch (error) {
      if (toFailure(error).code === 'vod-refused') return
      throw error
    }
    throw new CommittedError()
  }

  override uploadToCos(applied: Applied): Promise<void[]> {
    let fresh: Applied | undefined = applied
    return this.#persist(async () => {
      // Applying again with the session's key brings new credentials; COS then lists what it has.
      const current = fresh ?? (await this.applyUploadUGC())
      fresh = undefined
      const session = await this.#storeCover(current)
      if (!this.videoFile) return []
      return await this.#store(session, 'videoFile', () => {
        if (this.#mayBeStored) this.#askBeforeAnew()
        this.#mayBeStored = true
        // Also sent while what COS has is compared with the file, which may take minutes.
        this.cos.on('list-update', () => (this.#lastProgressAt = performance.now()))
      })
    })
  }

  /** Sends the cover if the session awaits one. Resolves with the session to go on with, which is another if it is refused. */
  async #storeCover(session: Applied): Promise<Applied> {
    if (!session.cover || !this.coverFile || this.#isCoverStored) return session
    try {
      await this.#store(session, 'coverFile', () => undefined)
      this.#isCoverStored = true
      const { cover, listener } = this.#options
      if (cover) listener.cover(cover.id)
      return session
    } catch (error) {
      if (!this.videoFile || isOfNetwork(error)) throw error
      // What may pass is repeated, but a video does not wait for a picture for ever.
      const mayPass = repetitions(toFailure(error)) > 0
      if (mayPass && ++this.#coverTries < mostCoverTries) throw error
      // No byte of the video has been sent for this session.
      this.#leaveOutCover(error)
      this.#beginAnew()
      return await this.applyUploadUGC()
    }
  }

  /** Has the SDK send one of its files, and ends that if it stalls or the creator changes their mind. */
  async #store(
    session: Applied,
    what: 'videoFile' | 'coverFile',
    prepare: () => void,
  ): Promise<void[]> {
    const watch = this.#watchForStall()
    const { videoFile, coverFile } = this
    try {
      // It looks at its files before its first pause, and sends all there are.
      Reflect.deleteProperty(this, what === 'videoFile' ? 'coverFile' : 'videoFile')
      const stored = super.uploadToCos(session)
      Object.assign(this, { videoFile, coverFile })
      this.#requireEtags()
      prepare()
      return await this.#interruptible(Promise.race([stored, watch.stalled]))
    } catch (error) {
      // Else the COS client keeps the multipart upload marked as in use, and starts another.
      this.cos?.cancelTask(this.taskId)
      throw error
    } finally {
      watch.end()
    }
  }

  /** Without an ETag the COS client throws where nobody catches it, and stands still; a failed part is repeated. */
  #requireEtags(): void {
    const put = this.cos.multipartUpload
    type Callback = (error: unknown, data?: { ETag?: string }) => void
    this.cos.multipartUpload = (params: unknown, callback: Callback) =>
      put.call(this.cos, params, (error: unknown, data?: { ETag?: string }) => {
        if (error || data?.ETag) callback(error, data)
        else callback(new Error('network error: no ETag'))
      })
  }

  /**
   * The COS client begins anew if COS knows of no parts. That is also so when they were joined and only
   * the answer was lost: then the whole file would go up again, so VOD is asked first.
   */
  #askBeforeAnew(): void {
    const begin = this.cos.multipartInit
    this.cos.multipartInit = (params: unknown, callback: (error: unknown) => void) => {
      this.#throwIfCommitted().then(() => begin.call(this.cos, params, callback), callback)
    }
  }

  /**
   * Of a session that is new, COS has nothing, and need not be asked for it. The client asks as soon as it
   * has been made, so it is caught while the SDK puts it where it keeps it.
   */
  #expectNothingStored(): void {
    let current: typeof this.cos
    Object.defineProperty(this, 'cos', {
      configurable: true,
      get: () => current,
      set: (client: typeof this.cos) => {
        current = client
        if (this.#mayBeStored) return
        client.multipartList = (_: unknown, callback: (error: null, data: object) => void) =>
          callback(null, { Upload: [] })
      },
    })
  }

  override async commitUploadUGC(): Promise<unknown> {
    this.#options.listener.sent()
    try {
      return await this.#persist(() => this.#interruptible(super.commitUploadUGC(noRetriesLeft)))
    } catch (error) {
      if (!this.videoFile || !this.#hasCover || toFailure(error).code !== 'vod-refused') throw error
      return await this.#sendWithoutCover(error)
    }
  }

  /** The last resort for a session that VOD does not commit, perhaps for its cover: everything once more, but that. */
  async #sendWithoutCover(refusal: unknown): Promise<unknown> {
    this.#options.listener.unsent()
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
        const most = repetitions(toFailure(error))
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
      this.#throwIfCanceled()
      if (this.#paused) throw new PausedError()
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

  #throwIfCanceled(): void {
    if (this.#canceled) throw new CanceledError()
  }

  #progress(loaded: number): void {
    if (this.#paused || this.#canceled) return
    this.#lastProgressAt = performance.now()
    if (loaded > this.#sentBytes) {
      this.#sentBytes = loaded
      this.#failures = 0
      this.#refusals = 0
    }
    this.#options.listener.progress(loaded)
  }

  #watchForStall(): { stalled: Promise<never>; end: () => void } {
    const { promise, reject } = Promise.withResolvers<never>()
    this.#lastProgressAt = performance.now()
    const timer = setInterval(() => {
      if (performance.now() - this.#lastProgressAt > stalledAfterMs) reject(new StalledError())
    }, stalledAfterMs / 10)
    return { stalled: promise, end: () => clearInterval(timer) }
  }
}
