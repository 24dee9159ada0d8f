/** The dedicated worker that writes one recording as it comes. */
import * as v from 'valibot'
import { type OutputFile, writeAll } from '../../../platform/output-files.ts'
import { type Answer, Request } from '../model/writer-messages.ts'
import { createRawRecording } from '../../../platform/recording-files.ts'

const answer = (message: Answer) => self.postMessage(message)

let file: OutputFile | undefined
let written = 0

/** One request after the other, in the order they came. */
let previous: Promise<void> = Promise.resolve()

self.addEventListener('message', ({ data }) => {
  const request = v.parse(Request, data)
  previous = previous.then(() => handle(request)).catch(fail)
})

async function handle(request: Request): Promise<void> {
  switch (request.type) {
    case 'open':
      file = await createRawRecording(request.directory)
      return answer({ type: 'opened' })
    case 'append':
      return append(new Uint8Array(await request.chunk.arrayBuffer()))
    case 'close':
      file?.close()
      file = undefined
      return answer({ type: 'closed' })
  }
}

/** After this the bytes are safe, whatever becomes of the page. */
function append(bytes: Uint8Array): void {
  if (!file) return
  try {
    writeAll(file, bytes, written)
    file.flush()
  } catch (error) {
    // What follows a gap, or half a chunk, nobody could play: it ends with what was safe.
    file.truncate(written)
    file.close()
    file = undefined
    throw error
  }
  written += bytes.byteLength
  answer({ type: 'written', bytes: written })
}

function fail(error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  answer({ type: 'failed', name, message })
}
