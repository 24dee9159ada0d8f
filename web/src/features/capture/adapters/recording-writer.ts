/** The page's side of the worker that writes a recording. */
import * as v from 'valibot'
import { startWorker } from '../../../platform/start-worker.ts'
import { Answer, type Request } from '../model/writer-messages.ts'
import workerUrl from './recording-worker.ts?worker&url'

/** Writes one recording. */
export interface Writer {
  append(chunk: Blob): void
  /** Resolves when everything is written, and the worker is gone. */
  close(): Promise<void>
}

interface WriterListener {
  /** Bytes that are safe from now on. */
  written(bytes: number): void
  failed(error: Error): void
}

const errorOf = (name: string, message: string): Error =>
  Object.assign(new Error(message), { name })

/** Begins a recording in a directory of this name. Rejects by the names of the file system's exceptions. */
export async function openWriter(directory: string, listener: WriterListener): Promise<Writer> {
  const worker = startWorker(workerUrl)
  const send = (request: Request) => worker.postMessage(request)
  const opened = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<void>()
  let isOpen = false
  const fail = (error: Error) => (isOpen ? listener.failed(error) : opened.reject(error))

  worker.addEventListener('message', ({ data }) => {
    const answer = v.parse(Answer, data)
    if (answer.type === 'written') listener.written(answer.bytes)
    else if (answer.type === 'failed') fail(errorOf(answer.name, answer.message))
    else if (answer.type === 'closed') closed.resolve()
    else {
      isOpen = true
      opened.resolve()
    }
  })
  // An error without a word is that of code that did not come.
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
