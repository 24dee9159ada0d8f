/** The dedicated worker that writes one recording to storage chunk by chunk. */
import * as v from 'valibot'
import { type OutputFile, writeAll } from '../../../platform/output-files.ts'
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
      file = await createRawRecording(request.directory)
      return respond({ type: 'opened' })
    case 'append':
      return append(new Uint8Array(await request.chunk.arrayBuffer()))
    case 'close':
      file?.close()
      file = undefined
      return respond({ type: 'closed' })
  }
}

/** Writes and flushes a chunk, so that it is stored even if the page ends. */
function append(bytes: Uint8Array): void {
  if (!file) return
  try {
    writeAll(file, bytes, written)
    file.flush()
  } catch (error) {
    // No player could play data after a gap, so the recording ends with the last complete chunk.
    file.truncate(written)
    file.close()
    file = undefined
    throw error
  }
  written += bytes.byteLength
  respond({ type: 'written', bytes: written })
}

function fail(error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  respond({ type: 'failed', name, message })
}
