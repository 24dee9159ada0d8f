import { type Box, boxesIn, findBox } from './boxes.ts'
import { type ByteReader, type Range, viewOf } from './byte-reader.ts'

/** Maximum bytes of one table: more than a day of frames. */
const maxTableBytes = 16 * 1024 * 1024

/** A table of a track could not be read, because it is damaged or too large. */
export class TableError extends Error {
  override name = 'TableError'
}

/** The content of a box that is a table. */
export async function tableOf(reader: ByteReader, box: Box): Promise<DataView> {
  const length = box.end - box.content
  if (length > maxTableBytes) throw new TableError(`The box ${box.type} is too large.`)
  return viewOf(await reader.read(box.content, length))
}

/** Reads `count` entries of a table; fewer if the box ends before. */
function entries<T>(
  table: DataView,
  { at, size, count }: { at: number; size: number; count: number },
  read: (offset: number) => T,
): T[] {
  const available = Math.max(0, Math.floor((table.byteLength - at) / size))
  return Array.from({ length: Math.min(count, available) }, (_, index) => read(at + index * size))
}

/** Number at an offset of a table; 0 after its end. */
export const numberAt = (table: DataView, at: number) =>
  at + 4 <= table.byteLength ? table.getUint32(at) : 0

/** Byte offsets of the chunks of a track (ISO/IEC 14496-12, 8.7.5). `samples` is its box `stbl`. */
export async function chunkOffsets(reader: ByteReader, samples: Range): Promise<number[]> {
  for await (const box of boxesIn(reader, samples)) {
    if (box.type !== 'stco' && box.type !== 'co64') continue
    const table = await tableOf(reader, box)
    const count = numberAt(table, 4)
    return box.type === 'stco'
      ? entries(table, { at: 8, size: 4, count }, (at) => table.getUint32(at))
      : entries(table, { at: 8, size: 8, count }, (at) => Number(table.getBigUint64(at)))
  }
  return []
}

/** Size of each sample in bytes (8.7.3). Compact sizes (`stz2`) of 4 bits are not used by cameras. */
async function sampleSizes(reader: ByteReader, samples: Range): Promise<(index: number) => number> {
  const box = await findBox(reader, samples, 'stsz')
  if (!box) throw new TableError('There is no box stsz.')
  const table = await tableOf(reader, box)
  const common = numberAt(table, 4)
  return common > 0 ? () => common : (index) => numberAt(table, 12 + index * 4)
}

/** Returns how many samples a chunk has (8.7.4). */
async function samplesPerChunk(
  reader: ByteReader,
  samples: Range,
): Promise<(chunk: number) => number> {
  const box = await findBox(reader, samples, 'stsc')
  if (!box) throw new TableError('There is no box stsc.')
  const table = await tableOf(reader, box)
  const runs = entries(table, { at: 8, size: 12, count: numberAt(table, 4) }, (at) => ({
    first: table.getUint32(at) - 1,
    count: table.getUint32(at + 4),
  }))
  let run = -1
  // Chunks are read in order.
  return (chunk) => {
    while ((runs[run + 1]?.first ?? Infinity) <= chunk) run++
    return runs[run]?.count ?? 0
  }
}

/**
 * Byte ranges of all chunks of a track, in the order of the table.
 * @param samples the box `stbl` of the track
 * @throws {TableError} if the tables are damaged
 */
export async function chunkRanges(reader: ByteReader, samples: Range): Promise<Range[]> {
  const offsets = await chunkOffsets(reader, samples)
  if (offsets.length === 0) return []
  const sizeOf = await sampleSizes(reader, samples)
  const countOf = await samplesPerChunk(reader, samples)
  let sample = 0
  return offsets.map((start, chunk) => {
    let end = start
    for (const last = sample + countOf(chunk); sample < last; sample++) end += sizeOf(sample)
    if (end > reader.size) throw new TableError('A chunk is outside of the file.')
    return { start, end }
  })
}
