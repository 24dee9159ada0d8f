/** Client of the worker that writes a recording. */
import * as v from 'valibot'
import { startWorker } from '../../../platform/start-worker.ts'
import { type Request, Response } from '../model/writer-messages.ts'
import workerUrl from './recording-worker.ts?worker&url'

/** Writes one recording. */
export interface Writer {
  append(chunk: Blob): void
  /** Resolves when everything is written and the worker has ended. */
  close(): Promise<void>
}

interface WriterListener {
  /** Bytes that are stored, even if the page ends now. */
  written(bytes: number): void
  failed(error: Error): void
}

const errorOf = (name: string, message: string): Error =>
  Object.assign(new Error(message), { name })

/**
 * Creates a recording in a directory.
 * @throws errors with the names of the file system's exceptions
 */
export async function openWriter(directory: string, listener: WriterListener): Promise<Writer> {
  const worker = startWorker(workerUrl)
  const send = (request: Request) => worker.postMessage(request)
  const opened = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<void>()
  let isOpen = false
  const fail = (error: Error) => (isOpen ? listener.failed(error) : opened.reject(error))

  worker.addEventListener('message', ({ data }) => {
    const response = v.parse(Response, data)
    if (response.type === 'written') listener.written(response.bytes)
    else if (response.type === 'failed') fail(errorOf(response.name, response.message))
    else if (response.type === 'closed') closed.resolve()
    else {
      isOpen = true
      opened.resolve()
    }
  })
  // An error event without a message means that the worker's code could not be loaded.
  worker.addEventListener('error', ({ message }) => {
    fail(errorOf(message ? 'Error' : 'CodeNotLoadedError', message))
    closed.resolve()
  })
  send({ type: 'open', directory })
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
