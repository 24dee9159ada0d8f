import * as client from 'vod-js-sdk-v6/lib/src/base.js'
import type { Callback, Credentials, default as Cos, Place } from 'vod-js-sdk-v6/lib/src/base.js'

// CommonJS, as the SDK itself: what arrives as `default` depends on who loads it.
const COS: typeof Cos = Object(client.default).default ?? client.default

/**
 * Signed as this code is loaded, and sent by nobody: a video is chosen some time before it is sent. A browser takes
 * milliseconds for each of the first signatures, and six parts would wait for theirs in a row.
 */
const warmUp = { SecretId: 'none', SecretKey: 'none', Method: 'put', Key: 'none' }
const timesUntilCompiled = 8
for (let times = 0; times < timesUntilCompiled; times++) COS.getAuthorization(warmUp)

/** A part that COS has. */
export interface StoredPart {
  /** From 1. */
  number: number
  /** Bytes. */
  size: number
  /** In quotes the MD5 of its bytes, in hex (product/436/7750). */
  etag: string
}

/** COS takes a connection and never answers. */
const stalledAfterMs = 60_000

/** Nothing moved for a minute. */
export class StalledError extends Error {
  override message = 'network error: stalled'
}

/** COS says that it has stored a part, and then that it does not have it. */
class NotStoredError extends Error {
  override message = 'The part is not there.'
  readonly code = 'NotStored'
  readonly statusCode = 200
}

/**
 * One object, on its way to where it is stored in parts. Rejects with the errors of the COS client, and at once when
 * what is under way is aborted.
 */
export interface MultipartObject {
  /** Uploads of it that are not completed. */
  uploads(): Promise<string[]>
  parts(uploadId: string): Promise<StoredPart[]>
  begin(type: string): Promise<string>
  /** Sends a part, and resolves with its ETag; `told` hears of its bytes. */
  send(
    uploadId: string,
    part: { number: number; body: Blob },
    told: (bytes: number) => void,
  ): Promise<string>
  complete(uploadId: string, parts: { number: number; etag: string }[]): Promise<void>
}

/** An object at COS, by the calls of the COS client that is inside vod-js-sdk-v6. */
export class CosObject implements MultipartObject {
  readonly #client: Cos
  readonly place: Place
  readonly #signal: AbortSignal
  /** Parts that are being sent, by their numbers. */
  readonly #sending = new Set<string>()
  /** Why there are no credentials; the client says only that there are none. */
  #credentialsError: unknown

  constructor(
    place: Place,
    destination: { Protocol: string; Domain?: string },
    getCredentials: () => Promise<Credentials>,
    signal: AbortSignal,
  ) {
    this.place = place
    this.#signal = signal
    this.#client = new COS({
      ...destination,
      ProgressInterval: 200,
      getAuthorization: (_, callback) => {
        getCredentials().then(
          (credentials) => {
            this.#credentialsError = undefined
            callback(credentials)
          },
          (error: unknown) => {
            this.#credentialsError = error
            callback({})
          },
        )
      },
    })
    // Its tasks are its own uploads in slices, which are not used; here each part is one, to be ended alone. Asked
    // after a part is signed: what was ended meanwhile has no request yet that could be ended.
    this.#client._isRunningTask = (taskId) => this.#sending.has(taskId) && !signal.aborted
  }

  async uploads(): Promise<string[]> {
    const { Bucket, Region, Key } = this.place
    const { Upload } = await this.#called<{ Upload: { Key: string; UploadId: string }[] }>(
      (callback) => this.#client.multipartList({ Bucket, Region, Prefix: Key }, callback),
    )
    return Upload.filter((upload) => upload.Key === Key).map(({ UploadId }) => UploadId)
  }

  async parts(UploadId: string): Promise<StoredPart[]> {
    const parts: StoredPart[] = []
    for (let after = {}; ;) {
      const page = await this.#listed({ UploadId, ...after })
      parts.push(...page.parts)
      if (page.next === undefined) return parts
      after = { PartNumberMarker: page.next }
    }
  }

  async #listed(which: { UploadId: string; PartNumberMarker?: string; MaxParts?: string }) {
    const { Part, IsTruncated, NextPartNumberMarker } = await this.#called<
      Parameters<PartsCallback>[1]
    >((callback) => this.#client.multipartListPart({ ...this.place, ...which }, callback))
    const parts = Part.map(({ PartNumber, Size, ETag }): StoredPart => ({
      number: Number(PartNumber),
      size: Number(Size),
      etag: ETag,
    }))
    return { parts, next: (IsTruncated === 'true' && NextPartNumberMarker) || undefined }
  }

  async begin(ContentType: string): Promise<string> {
    const { UploadId } = await this.#called<{ UploadId: string }>((callback) =>
      this.#client.multipartInit({ ...this.place, ContentType }, callback),
    )
    return UploadId
  }

  async send(
    UploadId: string,
    { number, body }: { number: number; body: Blob },
    told: (bytes: number) => void,
  ): Promise<string> {
    const TaskId = String(number)
    this.#sending.add(TaskId)
    try {
      const { ETag } = await this.#called<{ ETag?: string }>((callback, moved) =>
        this.#client.multipartUpload(
          {
            ...{ ...this.place, UploadId, TaskId, PartNumber: number, Body: body },
            onProgress: ({ loaded }) => {
              moved()
              told(loaded)
            },
          },
          callback,
        ),
      )
      return ETag || (await this.#etagOf(UploadId, number, body.size))
    } finally {
      this.#sending.delete(TaskId)
      // Ends its request, if that is not over.
      this.#client.emit('inner-kill-task', { TaskId })
    }
  }

  /** The ETag of a part that was answered without: a bucket may not let pages read that header. */
  async #etagOf(UploadId: string, number: number, size: number): Promise<string> {
    const from = { PartNumberMarker: String(number - 1), MaxParts: '1' }
    const [part] = (await this.#listed({ UploadId, ...from })).parts
    if (part?.number !== number || part.size !== size) throw new NotStoredError()
    return part.etag
  }

  async complete(UploadId: string, parts: { number: number; etag: string }[]): Promise<void> {
    const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }))
    await this.#called((callback) =>
      this.#client.multipartComplete({ ...this.place, UploadId, Parts }, callback),
    )
  }

  /** One call of the client, which alone would wait for ever; `moved` says that it goes on. */
  async #called<Data>(call: (callback: Callback<Data>, moved: () => void) => void): Promise<Data> {
    const signal = this.#signal
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<Data>()
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort)
    let movedAt = performance.now()
    const watch = setInterval(() => {
      if (performance.now() - movedAt > stalledAfterMs) reject(new StalledError())
    }, stalledAfterMs / 10)
    call(
      (error, data) => (error ? reject(this.#credentialsError ?? error) : resolve(data)),
      () => (movedAt = performance.now()),
    )
    try {
      return await promise
    } finally {
      clearInterval(watch)
      signal.removeEventListener('abort', abort)
    }
  }
}

type PartsCallback = Parameters<Cos['multipartListPart']>[1]
