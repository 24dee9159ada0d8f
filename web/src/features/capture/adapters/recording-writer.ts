/** Writes a recording to the storage of the page. */
import * as v from 'valibot'
import { type PageStorage, pageStorage } from '../../../platform/files/page-storage.ts'
import { rawPathOf } from '../../../platform/recording-files.ts'
import { startWorker } from '../../../platform/start-worker.ts'
import { CaptureError } from '../model/capture-failure.ts'
import { type Request, Response } from '../model/writer-messages.ts'
import workerUrl from './recording-worker.ts?worker&url'

/** Writes one recording. */
export interface Writer {
  append(chunk: Blob): void
  /** Resolves when everything is written and the worker has ended. */
  close(): Promise<void>
}

interface WriterListener {
  /** Bytes that are stored. On disk they stay, even if the page ends now. */
  written(bytes: number): void
  failed(error: CaptureError): void
}

/**
 * Creates a recording in a directory.
 * @throws {CaptureError}
 */
export async function openWriter(directory: string, listener: WriterListener): Promise<Writer> {
  const { kind } = await pageStorage().catch((cause: unknown) => {
    throw new CaptureError('not-loaded', { cause })
  })
  return kind === 'memory'
    ? memoryWriter(directory, listener)
    : workerWriter(directory, kind, listener)
}

/** Keeps a recording in the memory of the page. The recording's limit also limits the memory. */
async function memoryWriter(directory: string, listener: WriterListener): Promise<Writer> {
  const { appendInMemory } = await import('../../../platform/files/memory-file-store.ts')
  const path = rawPathOf(directory)
  let written = 0
  return {
    append: (chunk) => {
      if (chunk.size === 0) return
      appendInMemory(path, chunk)
      listener.written((written += chunk.size))
    },
    close: async () => undefined,
  }
}

async function workerWriter(
  directory: string,
  storage: PageStorage['kind'],
  listener: WriterListener,
): Promise<Writer> {
  const worker = startWorker(workerUrl)
  const send = (request: Request) => worker.postMessage(request)
  const opened = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<void>()
  let isOpen = false
  const fail = (error: CaptureError) => (isOpen ? listener.failed(error) : opened.reject(error))

  worker.addEventListener('message', ({ data }) => {
    const response = v.parse(Response, data)
    if (response.type === 'written') listener.written(response.bytes)
    else if (response.type === 'failed')
      fail(new CaptureError(response.failure, { cause: response.message }))
    else if (response.type === 'closed') closed.resolve()
    else {
      isOpen = true
      opened.resolve()
    }
  })
  // An error event without a message means that the worker's code could not be loaded.
  worker.addEventListener('error', ({ message }) => {
    fail(new CaptureError(message ? 'unexpected' : 'not-loaded', { cause: message }))
    closed.resolve()
  })
  send({ type: 'open', directory, storage })
  try {
    await opened.promise
  } catch (error) {
    worker.terminate()
    throw error
  }
  return {
    append: (chunk) => send({ type: 'append', chunk }),
    close: async () => {
      send({ type: 'close' })
      await closed.promise
      worker.terminate()
    },
  }
}
