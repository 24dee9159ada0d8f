import { type Box, boxesIn, contentOf, findBox } from '../metadata/boxes.ts'
import { ByteReader, type Range } from '../metadata/byte-reader.ts'

/** The properties of an MP4 or QuickTime video track that mediabunny does not report. */
export interface SampleEntry {
  /** Whether the track has several sample descriptions, as a file of joined clips has. */
  hasSeveralFormats: boolean
  isInterlaced: boolean
  /** Whether some players hide the edges of the picture. */
  isCropped: boolean
  /** Code points of the `colr` box (ITU-T H.273); 2 if they are not specified. */
  primaries: number
  matrix: number
}

/** Bytes of a video sample entry before its boxes (ISO/IEC 14496-12, 12.1.3). */
const entryHeader = 78

/** Reads the sample entry of the track with this ID. Resolves with `undefined` if there is none. */
export async function readSampleEntry(file: Blob, id: number): Promise<SampleEntry | undefined> {
  const reader = new ByteReader(file)
  const movie = await findBox(reader, { start: 0, end: file.size }, 'moov')
  if (!movie) return undefined
  for await (const track of boxesIn(reader, contentOf(movie))) {
    if (track.type !== 'trak' || (await idOf(reader, track)) !== id) continue
    const table = await findBox(reader, contentOf(track), 'mdia', 'minf', 'stbl', 'stsd')
    if (!table) return undefined
    return await readTable(reader, table)
  }
  return undefined
}

/** Reads the first entry of an `stsd` box (8.5.2). */
async function readTable(reader: ByteReader, table: Box): Promise<SampleEntry | undefined> {
  const count = (await reader.view(table.content + 4, 4)).getUint32(0)
  for await (const entry of boxesIn(reader, { start: table.content + 8, end: table.end })) {
    const content = { start: entry.content + entryHeader, end: entry.end }
    return {
      hasSeveralFormats: count > 1,
      isInterlaced: await hasFields(reader, content),
      isCropped: await isCropped(reader, entry, content),
      ...(await colourOf(reader, content)),
    }
  }
  return undefined
}

/** The ID in a track header (8.3.2). */
async function idOf(reader: ByteReader, track: Box): Promise<number> {
  const header = await findBox(reader, contentOf(track), 'tkhd')
  if (!header) return 0
  const view = await reader.view(header.content, 24)
  return view.getUint32(view.getUint8(0) === 1 ? 20 : 12)
}

/** Whether the entry describes two fields per frame (QuickTime File Format, `fiel`). */
async function hasFields(reader: ByteReader, entry: Range): Promise<boolean> {
  const box = await findBox(reader, entry, 'fiel')
  return box !== undefined && (await reader.view(box.content, 1)).getUint8(0) === 2
}

/** Pixels by which the clean aperture must be smaller: less is rounding. */
const minCrop = 2

/** Whether the clean aperture is smaller than the picture (ISO/IEC 14496-12, 12.1.4, `clap`). */
async function isCropped(reader: ByteReader, entry: Box, content: Range): Promise<boolean> {
  const box = await findBox(reader, content, 'clap')
  if (!box) return false
  const sizes = await reader.view(entry.content + 24, 4)
  const fractions = await reader.view(box.content, 16)
  const cropOf = (index: number) =>
    sizes.getUint16(2 * index) - fractions.getUint32(8 * index) / fractions.getUint32(8 * index + 4)
  return cropOf(0) >= minCrop || cropOf(1) >= minCrop
}

async function colourOf(reader: ByteReader, entry: Range) {
  for await (const box of boxesIn(reader, entry)) {
    if (box.type !== 'colr') continue
    const view = await reader.view(box.content, 10)
    const kind = await reader.text({ start: box.content, end: box.content + 4 })
    if (kind === 'nclx' || kind === 'nclc')
      return { primaries: view.getUint16(4), matrix: view.getUint16(8) }
  }
  return { primaries: 2, matrix: 2 }
}
