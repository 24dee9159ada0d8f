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

/**
 * Sends one file, and goes on after every interruption from what VOD already has. `fingerprint`
 * takes the place of the file's name wherever the SDK identifies a file by name.
 */
export class VodUploader extends Uploader {
  readonly #options: TransferOptions
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

  constructor(file: File, fingerprint: string, options: TransferOptions) {
    const { base, extension } = splitName(file.name)
    const { type, lastModified } = file
    const mediaFile = new File([file], `${fingerprint}.${extension}`, { type, lastModified })
    // By this (undocumented) property the COS client would believe, without looking, that the parts it
    // stored under this name are of this file. Without it, it compares the MD5 of each of them.
    if (options.sessionKey) Object.defineProperty(mediaFile, 'lastModifiedDate', {})
    super({
      getSignature: options.getSignature,
      mediaFile,
      mediaName: base,
      enableRaceRegion: false,
      applyRequestTimeout: callTimeoutMs,
      commitRequestTimeout: callTimeoutMs,
      progressInterval: 200,
      chunkSize: options.partSize,
      chunkParallelLimit: parallelParts,
    })
    this.#options = options
    this.#mayBeStored = options.sessionKey !== ''
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
      this.#options.listener.session(applied.vodSessionKey)
      return applied
    })
  }

  async #apply(call: () => Promise<Applied>): Promise<Applied> {
    try {
      return await this.#interruptible(call())
    } catch (error) {
      if (!this.vodSessionKey || toFailure(error).code !== 'vod-refused') throw error
      // VOD takes on no session that is committed, as this one is if only the answer was lost.
      await this.#throwIfCommitted()
      // It also forgets one after a day. Then, and only then, everything is sent again.
      this.vodSessionKey = ''
      this.#mayBeStored = false
      return await this.#interruptible(call())
    }
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
      const session = fresh ?? (await this.applyUploadUGC())
      fresh = undefined
      const watch = this.#watchForStall()
      try {
        const stored = super.uploadToCos(session)
        this.#requireEtags()
        if (this.#mayBeStored) this.#askBeforeAnew()
        this.#mayBeStored = true
        // Also sent while what COS has is compared with the file, which may take minutes.
        this.cos.on('list-update', () => (this.#lastProgressAt = performance.now()))
        return await this.#interruptible(Promise.race([stored, watch.stalled]))
      } catch (error) {
        // Else the COS client keeps the multipart upload marked as in use, and starts another.
        this.cos?.cancelTask(this.taskId)
        throw error
      } finally {
        watch.end()
      }
    })
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

  override commitUploadUGC(): Promise<unknown> {
    this.#options.listener.sent()
    return this.#persist(() => this.#interruptible(super.commitUploadUGC(noRetriesLeft)))
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
