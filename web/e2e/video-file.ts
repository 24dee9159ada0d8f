/** Creates real, playable MP4 files of any size. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { finished } from 'node:stream/promises'
import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  Conversion,
  Input,
  Output,
  type OutputFormat,
} from 'mediabunny'

const clip = fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url))

/** Generates pseudo-random bytes that depend on the seed (xorshift32). */
function* noise(seed: number, length: number): Generator<Buffer> {
  let state = seed | 1
  for (let remaining = length; remaining > 0;) {
    const block = Buffer.allocUnsafe(Math.min(remaining, 1 << 20))
    for (let offset = 0; offset + 4 <= block.length; offset += 4) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      block.writeInt32LE(state, offset)
    }
    remaining -= block.length
    yield block
  }
}

/**
 * Writes a three-second clip to `path`, followed by a `free` box of noise (ISO/IEC 14496-12, 8.1.2)
 * that makes it `size` bytes long. Players skip this box.
 */
export async function writeVideo(path: string, size: number, seed: number): Promise<void> {
  const head = await readFile(clip)
  const padding = size - head.length
  const box = Buffer.alloc(8)
  box.writeUInt32BE(padding)
  box.write('free', 4, 'latin1')
  const file = createWriteStream(path)
  file.write(head)
  file.write(box)
  for (const block of noise(seed, padding - box.length)) file.write(block)
  file.end()
  await finished(file)
}

/** SHA-256 of a file, hex. */
export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const block of createReadStream(path)) hash.update(block)
  return hash.digest('hex')
}

/** Copies the tracks of a video into another container. */
export async function rewrap(path: string, format: OutputFormat): Promise<Buffer> {
  const input = new Input({ source: new BufferSource(await readFile(path)), formats: ALL_FORMATS })
  const output = new Output({ format, target: new BufferTarget() })
  const conversion = await Conversion.init({ input, output })
  if (!conversion.isValid || conversion.discardedTracks.length > 0)
    throw new Error('A track cannot be copied.')
  await conversion.execute()
  return Buffer.from(output.target.buffer ?? new ArrayBuffer())
}
