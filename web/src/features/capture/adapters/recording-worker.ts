/** The dedicated worker that writes one recording to storage chunk by chunk. */
import * as v from 'valibot'
import type { OutputFile } from '../../../platform/files/file-store.ts'
import { storeOf } from '../../../platform/files/store-of.ts'
import { StorageError } from '../../../platform/storage-error.ts'
import { Request, type Response } from '../model/writer-messages.ts'
import { createRawRecording } from '../../../platform/recording-files.ts'

const respond = (message: Response) => self.postMessage(message)

let file: OutputFile | undefined
let written = 0

/** Requests are handled one after the other, in the order of arrival. */
let previous: Promise<void> = Promise.resolve()

self.addEventListener('message', ({ data }) => {
  const request = v.parse(Request, data)
  previous = previous.then(() => handle(request)).catch(fail)
})

async function handle(request: Request): Promise<void> {
  switch (request.type) {
    case 'open':
      file = await createRawRecording(await storeOf(request.storage), request.directory)
      return respond({ type: 'opened' })
    case 'append':
      return append(new Uint8Array(await request.chunk.arrayBuffer()))
    case 'close':
      await file?.close()
      file = undefined
      return respond({ type: 'closed' })
  }
}

/** Writes and flushes a chunk, so that it is stored even if the page ends. */
async function append(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (!file) return
  try {
    await file.write(bytes, written)
    await file.flush()
  } catch (error) {
    // No player could play data after a gap, so the recording ends with the last complete chunk.
    const broken = file
    file = undefined
    await broken.truncate(written)
    await broken.close()
    throw error
  }
  written += bytes.byteLength
  respond({ type: 'written', bytes: written })
}

const failureOf = ({ isFull }: StorageError) => (isFull ? 'no-space' : 'storage-unavailable')

function fail(error: unknown): void {
  const failure = error instanceof StorageError ? failureOf(error) : 'unexpected'
  respond({ type: 'failed', failure, message: String(error) })
}
