import { type Box, boxesIn, contentOf, findBox } from './boxes.ts'
import { type ByteReader, type Range } from './byte-reader.ts'
import { numberAt, TableError, tableOf } from './sample-tables.ts'

/** The tracks whose samples are located in movie fragments. */
export interface FragmentTracks {
  trackIds: ReadonlySet<number>
  /** Size of a sample that states none, by track id (ISO/IEC 14496-12, 8.8.3). */
  defaultSizes: ReadonlyMap<number, number>
}

/** Reads the default sample sizes of all tracks from the box `mvex`. */
export async function defaultSizesOf(
  reader: ByteReader,
  movie: Range,
): Promise<Map<number, number>> {
  const sizes = new Map<number, number>()
  const parent = await findBox(reader, movie, 'mvex')
  if (!parent) return sizes
  for await (const box of boxesIn(reader, contentOf(parent)))
    if (box.type === 'trex') {
      const table = await tableOf(reader, box)
      sizes.set(numberAt(table, 4), numberAt(table, 16))
    }
  return sizes
}

/**
 * Byte ranges of the samples of some tracks in a movie fragment (`moof`).
 * @throws {TableError} if the tables are damaged
 */
export async function fragmentRanges(
  reader: ByteReader,
  fragment: Box,
  { trackIds, defaultSizes }: FragmentTracks,
): Promise<Range[]> {
  const ranges: Range[] = []
  let isFirst = true
  for await (const box of boxesIn(reader, contentOf(fragment))) {
    if (box.type !== 'traf') continue
    const header = await findBox(reader, contentOf(box), 'tfhd')
    const { trackId, base, size } = readHeader(header && (await tableOf(reader, header)), fragment)
    if (trackIds.has(trackId)) {
      // Without a base, the data follows that of the track before.
      if (base === undefined && !isFirst) throw new TableError('A fragment has no base offset.')
      const start = base ?? fragment.start
      const sampleSize = size ?? defaultSizes.get(trackId) ?? 0
      ranges.push(...(await runsOf(reader, box, start, sampleSize)))
    }
    isFirst = false
  }
  return ranges
}

/** Fields of a `tfhd` box (8.8.7). */
function readHeader(table: DataView | undefined, fragment: Box) {
  if (!table) throw new TableError('A fragment of a track has no header.')
  const flags = numberAt(table, 0)
  const hasBase = (flags & 0x1) !== 0
  if (hasBase && table.byteLength < 16) throw new TableError('A header is too short.')
  const isRelative = (flags & 0x20000) !== 0
  const base = hasBase ? Number(table.getBigUint64(8)) : isRelative ? fragment.start : undefined
  // Base offset, description index and duration precede the size.
  const at = 8 + (hasBase ? 8 : 0) + (flags & 0x2 ? 4 : 0) + (flags & 0x8 ? 4 : 0)
  return { trackId: numberAt(table, 4), base, size: flags & 0x10 ? numberAt(table, at) : undefined }
}

/** The ranges of all `trun` boxes (8.8.8) of a track. */
async function runsOf(
  reader: ByteReader,
  track: Box,
  base: number,
  defaultSize: number,
): Promise<Range[]> {
  const ranges: Range[] = []
  let at = base
  for await (const box of boxesIn(reader, contentOf(track))) {
    if (box.type !== 'trun') continue
    const table = await tableOf(reader, box)
    const flags = numberAt(table, 0)
    const count = numberAt(table, 4)
    const hasOffset = (flags & 0x1) !== 0
    const start = hasOffset && table.byteLength >= 12 ? base + table.getInt32(8) : at
    const first = 8 + (hasOffset ? 4 : 0) + (flags & 0x4 ? 4 : 0)
    const fields = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag)
    const sizeIndex = fields.indexOf(0x200)
    if (first + count * fields.length * 4 > table.byteLength)
      throw new TableError('A run is longer than its box.')
    let length = sizeIndex < 0 ? count * defaultSize : 0
    if (sizeIndex >= 0)
      for (let index = 0; index < count; index++)
        length += numberAt(table, first + (index * fields.length + sizeIndex) * 4)
    at = start + length
    if (start < 0 || at > reader.size) throw new TableError('A run is outside of the file.')
    ranges.push({ start, end: at })
  }
  return ranges
}
