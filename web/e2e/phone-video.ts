/** A file like a phone writes it, with location and device data. */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { writeVideo } from './video-file.ts'

const clip = fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url))
const place = '+35.6586+139.7454/'

function box(type: string, ...content: (string | Buffer)[]): Buffer {
  const bytes = Buffer.concat(content.map((part) => Buffer.from(part as string, 'latin1')))
  const header = Buffer.alloc(8)
  header.writeUInt32BE(bytes.length + 8)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, bytes])
}

/** A text of QuickTime's user data, in English. */
function userText(type: string, text: string): Buffer {
  const header = Buffer.from([0, text.length, 0x15, 0xc7])
  return box(type, header, text)
}

const metadata = box(
  'udta',
  userText('\xa9xyz', place),
  userText('\xa9mak', 'Apple'),
  userText('\xa9mod', 'iPhone 15'),
)

/** The range of the metadata in a file of {@link writePhoneVideo}, which ends with it. */
export const metadataRange = (file: Buffer) =>
  [file.length - metadata.length + 8, file.length] as const

/** Writes a file like a phone does: the tables are at the end, with metadata behind them. */
export async function writePhoneVideo(path: string, size: number): Promise<Buffer> {
  const { length } = await readFile(clip)
  await writeVideo(path, Math.max(size, length + 8), 5)
  const file = await readFile(path)
  const start = file.indexOf('moov') - 4
  const end = start + file.readUInt32BE(start)
  const tables = file.subarray(start + 8, end)
  const result = Buffer.concat([file, box('moov', tables, metadata)])
  // The earlier tables become free space, so no offset changes.
  result.write('free', start + 4, 'latin1')
  await writeFile(path, result)
  return result
}
