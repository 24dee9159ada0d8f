import type { PublicConfig } from '@reelferry/contract'
import * as client from 'vod-js-sdk-v6/lib/src/base.js'
import type {
  Callback,
  Credentials,
  default as CosClient,
  ObjectLocation,
} from 'vod-js-sdk-v6/lib/src/base.js'
import { RequestError } from './request-error.ts'

// The COS client is a CommonJS module. Its `default` is the class, or an object that contains it, depending on the
// bundler.
const COS: typeof CosClient = Object(client.default).default ?? client.default

/**
 * When this module is loaded, it signs some calls that are never sent. Until the browser has compiled the code, each
 * signature takes milliseconds, and the signatures of the first six parts would be made one after the other. The
 * module is usually loaded while the creator still edits the job.
 */
const warmUpCall = { SecretId: 'none', SecretKey: 'none', Method: 'put', Key: 'none' }
const callsUntilCompiled = 8
for (let count = 0; count < callsUntilCompiled; count++) COS.getAuthorization(warmUpCall)

/** A part that COS has stored. */
export interface StoredPart {
  /** From 1. */
  number: number
  /** Bytes. */
  size: number
  /** The hexadecimal MD5 of its bytes in double quotes (product/436/7750). */
  etag: string
}

/** A request fails if it makes no progress for this time: COS sometimes accepts a connection and never answers. */
const stalledAfterMs = 60_000

/** A request made no progress for a minute. */
export class StalledError extends Error {
  override message = 'network error: stalled'
}

/** Answers of COS have texts as codes. An exception of the browser that the client passes on has a number, or nothing. */
const toCosError = (error: unknown): unknown =>
  error instanceof DOMException || typeof Object(error).code === 'number'
    ? new RequestError(error)
    : error

/** COS confirmed a part without an ETag, but does not list the part. */
class PartNotStoredError extends Error {
  override message = 'COS does not list the part.'
  readonly code = 'NotStored'
  readonly statusCode = 200
}

/** An object that is stored in parts. All calls reject with the errors of the COS client, and at once when aborted. */
export interface MultipartObject {
  /** The multipart ids of uploads of this object that are not completed. */
  listUploads(): Promise<string[]>
  listParts(multipartId: string): Promise<StoredPart[]>
  /** Creates a multipart upload for a MIME type and resolves with its multipart id. */
  create(type: string): Promise<string>
  /** Stores a part and resolves with its ETag. `onProgress` receives the number of bytes sent so far. */
  storePart(
    multipartId: string,
    part: { number: number; body: Blob },
    onProgress: (bytes: number) => void,
  ): Promise<string>
  complete(multipartId: string, parts: { number: number; etag: string }[]): Promise<void>
}

/** Options of the COS client for a configured endpoint. Without one it sends to COS itself, by HTTPS. */
export function cosDestination(endpoint: PublicConfig['endpoints']['cos']) {
  if (!endpoint) return { Protocol: 'https:' }
  const { host, protocol } = new URL(endpoint)
  return { Domain: host, Protocol: protocol }
}

/** An object at COS, accessed with the COS client inside vod-js-sdk-v6. */
export class CosObject implements MultipartObject {
  readonly #client: CosClient
  readonly location: ObjectLocation
  readonly #signal: AbortSignal
  /** Numbers of the parts in flight, which are the task ids of their requests. */
  readonly #partsInFlight = new Set<string>()
  /** The reason for missing credentials. The client's own error contains no reason. */
  #credentialsError: unknown
  /** Fails each call that has not ended. */
  readonly #failCalls = new Set<(error: unknown) => void>()

  constructor(
    location: ObjectLocation,
    destination: { Protocol: string; Domain?: string },
    getCredentials: () => Promise<Credentials>,
    signal: AbortSignal,
  ) {
    this.location = location
    this.#signal = signal
    this.#client = new COS({
      ...destination,
      ProgressInterval: 200,
      getAuthorization: (_, callback) => {
        const answered = getCredentials().then(
          (credentials) => {
            this.#credentialsError = undefined
            callback(credentials)
          },
          (error: unknown) => {
            this.#credentialsError = error
            callback({})
          },
        )
        // The client sends the request in this callback. If the browser throws, the client reports nothing, and its
        // calls would wait until they count as stalled.
        answered.catch((error: unknown) =>
          this.#failCalls.forEach((fail) => fail(new RequestError(error))),
        )
      },
    })
    // A task of the client is an upload in slices, which is not used here; instead each part is a task, so that it can
    // be aborted alone. The client checks this after signing: a part that was aborted before has no request to abort.
    this.#client._isRunningTask = (taskId) => this.#partsInFlight.has(taskId) && !signal.aborted
  }

  async listUploads(): Promise<string[]> {
    const { Bucket, Region, Key } = this.location
    const { Upload } = await this.#call<{ Upload: { Key: string; UploadId: string }[] }>(
      (callback) => this.#client.multipartList({ Bucket, Region, Prefix: Key }, callback),
    )
    return Upload.filter((upload) => upload.Key === Key).map(({ UploadId }) => UploadId)
  }

  async listParts(multipartId: string): Promise<StoredPart[]> {
    const parts: StoredPart[] = []
    for (let after = {}; ;) {
      const page = await this.#listPage({ UploadId: multipartId, ...after })
      parts.push(...page.parts)
      if (page.next === undefined) return parts
      after = { PartNumberMarker: page.next }
    }
  }

  async #listPage(query: { UploadId: string; PartNumberMarker?: string; MaxParts?: string }) {
    const { Part, IsTruncated, NextPartNumberMarker } = await this.#call<PartsPage>((callback) =>
      this.#client.multipartListPart({ ...this.location, ...query }, callback),
    )
    const parts = Part.map(({ PartNumber, Size, ETag }): StoredPart => ({
      number: Number(PartNumber),
      size: Number(Size),
      etag: ETag,
    }))
    return { parts, next: (IsTruncated === 'true' && NextPartNumberMarker) || undefined }
  }

  async create(type: string): Promise<string> {
    const { UploadId } = await this.#call<{ UploadId: string }>((callback) =>
      this.#client.multipartInit({ ...this.location, ContentType: type }, callback),
    )
    return UploadId
  }

  async storePart(
    multipartId: string,
    { number, body }: { number: number; body: Blob },
    onProgress: (bytes: number) => void,
  ): Promise<string> {
    const UploadId = multipartId
    const TaskId = String(number)
    this.#partsInFlight.add(TaskId)
    try {
      const { ETag } = await this.#call<{ ETag?: string }>((callback, onActivity) =>
        this.#client.multipartUpload(
          {
            ...{ ...this.location, UploadId, TaskId, PartNumber: number, Body: body },
            onProgress: ({ loaded }) => {
              onActivity()
              onProgress(loaded)
            },
          },
          callback,
        ),
      )
      return ETag || (await this.#fetchEtag(multipartId, number, body.size))
    } finally {
      this.#partsInFlight.delete(TaskId)
      // Aborts the request if it has not ended.
      this.#client.emit('inner-kill-task', { TaskId })
    }
  }

  /**
   * Fetches the ETag of a part from the list of parts. The answer may lack it, because CORS rules may hide that
   * header.
   */
  async #fetchEtag(multipartId: string, number: number, size: number): Promise<string> {
    const query = { PartNumberMarker: String(number - 1), MaxParts: '1' }
    const [part] = (await this.#listPage({ UploadId: multipartId, ...query })).parts
    if (part?.number !== number || part.size !== size) throw new PartNotStoredError()
    return part.etag
  }

  async complete(multipartId: string, parts: { number: number; etag: string }[]): Promise<void> {
    const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }))
    await this.#call((callback) =>
      this.#client.multipartComplete({ ...this.location, UploadId: multipartId, Parts }, callback),
    )
  }

  /**
   * Runs one call of the client.
   * @param start starts the call, and calls `onActivity` whenever bytes were sent
   * @throws {StalledError} without activity for a minute, because the client has no timeout
   */
  async #call<Data>(
    start: (callback: Callback<Data>, onActivity: () => void) => void,
  ): Promise<Data> {
    const signal = this.#signal
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<Data>()
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort)
    let activeAt = performance.now()
    const watchdog = setInterval(() => {
      if (performance.now() - activeAt > stalledAfterMs) reject(new StalledError())
    }, stalledAfterMs / 10)
    const fail = (error: unknown) => reject(this.#credentialsError ?? toCosError(error))
    this.#failCalls.add(fail)
    try {
      start(
        (error, data) => (error ? fail(error) : resolve(data)),
        () => (activeAt = performance.now()),
      )
    } catch (error) {
      fail(error)
    }
    try {
      return await promise
    } finally {
      clearInterval(watchdog)
      this.#failCalls.delete(fail)
      signal.removeEventListener('abort', abort)
    }
  }
}

type PartsPage = Parameters<Parameters<CosClient['multipartListPart']>[1]>[1]
