import { leastPartSize } from '../model/parts.ts'

/** A file that is still being written, from front to back but for some bytes near its start. */
export interface GrowingFile {
  /** Bytes it is expected to have in the end. */
  expectedSize: number
  /** Bytes written so far. */
  readonly written: number
  /** Whether that is all of it. */
  readonly isWritten: boolean
  /** Resolves when something of the above has changed. */
  changed(): Promise<void>
  /** Bytes written. */
  read(start: number, end: number): Promise<Blob>
  /** Resolves when it is known to be good; never published before. */
  verified: Promise<unknown>
}

/** Bytes of a part: few, so that little is left when the last is written. */
export const partSize = leastPartSize
/** Parts sent at the same time. */
const parallel = 4

/** What of the COS client (cos-js-sdk-v5, inside vod-js-sdk-v6 1.8.0) is called here. */
export interface CosClient {
  multipartInit(params: object, callback: Callback<{ UploadId: string }>): void
  multipartUpload(params: object, callback: Callback<{ ETag: string }>): void
  multipartComplete(params: object, callback: Callback<unknown>): void
  sliceUploadFile(params: SliceParams, callback: Callback<unknown>): void
  cancelTask(taskId: string): void
}
type Callback<Data> = (error: unknown, data: Data) => void

export interface SliceParams {
  Bucket: string
  Region: string
  Key: string
  Body: Blob
  onProgress(progress: { loaded: number }): void
}

const called = <Data>(call: (callback: Callback<Data>) => void) =>
  new Promise<Data>((resolve, reject) =>
    call((error, data) => (error ? reject(error) : resolve(data))),
  )

/**
 * The parts of a growing file on their way to COS. What is stored stays known over interruptions:
 * {@link PartSender.send} may be called again, with a client of new credentials.
 */
export class PartSender {
  readonly #file: GrowingFile
  #upload: { key: string; id: string } | undefined
  /** By number, from 1. */
  #etags = new Map<number, string>()
  /** Bytes of parts that are stored or on their way, by number. */
  #sent = new Map<number, number>()

  constructor(file: GrowingFile) {
    this.#file = file
  }

  /** Sends every part as soon as it is written, the first one last, and has them joined. Ends early when `isOver`. */
  async send(client: CosClient, params: SliceParams, isOver: () => boolean): Promise<unknown> {
    const { Bucket, Region, Key, onProgress } = params
    const place = { Bucket, Region, Key }
    if (this.#upload?.key !== Key) {
      this.#etags.clear()
      this.#sent.clear()
      this.#upload = undefined
    }
    try {
      const upload = (this.#upload ??= {
        key: Key,
        id: (await called(client.multipartInit.bind(client, place))).UploadId,
      })
      const multipart = { ...place, UploadId: upload.id }
      await this.#sendParts(client, multipart, { isOver, onProgress })
      if (isOver()) return
      await this.#file.verified
      const Parts = [...this.#etags]
        .sort(([a], [b]) => a - b)
        .map(([PartNumber, ETag]) => ({ PartNumber, ETag }))
      return await called(client.multipartComplete.bind(client, { ...multipart, Parts }))
    } catch (error) {
      if ((error as { code?: unknown } | null)?.code === 'NoSuchUpload') this.#upload = undefined
      throw error
    }
  }

  async #sendParts(
    client: CosClient,
    multipart: object,
    { isOver, onProgress }: { isOver: () => boolean; onProgress: SliceParams['onProgress'] },
  ): Promise<void> {
    const tell = () => {
      if (!isOver()) onProgress({ loaded: [...this.#sent.values()].reduce((a, b) => a + b, 0) })
    }
    const sendPart = async (number: number) => {
      const [start, end] = this.#range(number)
      const Body = await this.#file.read(start, end)
      const onProgress = ({ loaded }: { loaded: number }) => {
        this.#sent.set(number, loaded)
        tell()
      }
      const part = { ...multipart, PartNumber: number, Body, onProgress }
      const { ETag } = await called(client.multipartUpload.bind(client, part))
      this.#etags.set(number, ETag)
      this.#sent.set(number, end - start)
    }
    const underWay = new Map<number, Promise<void>>()
    while (!isOver()) {
      for (const number of this.#ready()) {
        if (underWay.size >= parallel) break
        if (this.#etags.has(number) || underWay.has(number)) continue
        underWay.set(
          number,
          sendPart(number).finally(() => underWay.delete(number)),
        )
      }
      if (underWay.size === 0 && this.#file.isWritten) return
      await Promise.race([this.#file.changed(), ...underWay.values()])
      // A file that grows slowly is no connection that stalls.
      tell()
    }
  }

  /** Numbers of the parts that will not change any more. */
  #ready(): number[] {
    const { written, isWritten } = this.#file
    const whole = isWritten ? Math.ceil(written / partSize) : Math.floor(written / partSize)
    const rest = Array.from({ length: Math.max(0, whole - 1) }, (_, index) => index + 2)
    return isWritten ? [...rest, 1] : rest
  }

  #range(number: number): [number, number] {
    return [(number - 1) * partSize, Math.min(number * partSize, this.#file.written)]
  }
}
