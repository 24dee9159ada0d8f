import { boxesIn, type ByteRange, findBox, readBytes, textOf } from './iso-boxes.ts'

/** The properties of an MP4 or QuickTime video track that mediabunny does not report. */
export interface SampleEntry {
  /** Whether the track has several sample descriptions, as a file of joined clips has. */
  hasSeveralFormats: boolean
  isInterlaced: boolean
  /** Code points of the `colr` box (ITU-T H.273); 2 if they are not specified. */
  primaries: number
  matrix: number
}

/** Bytes of a video sample entry before its boxes (ISO/IEC 14496-12, 12.1.3). */
const entryHeader = 78

/** Reads the sample entry of the track with this ID. Resolves with `undefined` if there is none. */
export async function readSampleEntry(file: Blob, id: number): Promise<SampleEntry | undefined> {
  const movie = await findBox(file, { start: 0, end: file.size }, 'moov')
  if (!movie) return undefined
  for await (const track of boxesIn(file, movie)) {
    if (track.type !== 'trak' || (await idOf(file, track)) !== id) continue
    const table = await findBox(file, track, 'mdia', 'minf', 'stbl', 'stsd')
    if (!table) return undefined
    return await readTable(file, table)
  }
  return undefined
}

/** Reads the first entry of an `stsd` box (8.5.2). */
async function readTable(file: Blob, table: ByteRange): Promise<SampleEntry | undefined> {
  const count = (await readBytes(file, table.start + 4, 4)).getUint32(0)
  for await (const entry of boxesIn(file, { ...table, start: table.start + 8 })) {
    const content = { start: entry.start + entryHeader, end: entry.end }
    return {
      hasSeveralFormats: count > 1,
      isInterlaced: await hasFields(file, content),
      ...(await colourOf(file, content)),
    }
  }
  return undefined
}

/** The ID in a track header (8.3.2). */
async function idOf(file: Blob, track: ByteRange): Promise<number> {
  const header = await findBox(file, track, 'tkhd')
  if (!header) return 0
  const view = await readBytes(file, header.start, 24)
  return view.getUint32(view.getUint8(0) === 1 ? 20 : 12)
}

/** Whether the entry describes two fields per frame (QuickTime File Format, `fiel`). */
async function hasFields(file: Blob, entry: ByteRange): Promise<boolean> {
  const box = await findBox(file, entry, 'fiel')
  return box !== undefined && (await readBytes(file, box.start, 1)).getUint8(0) === 2
}

async function colourOf(file: Blob, entry: ByteRange) {
  for await (const box of boxesIn(file, entry)) {
    if (box.type !== 'colr') continue
    const view = await readBytes(file, box.start, 10)
    if (textOf(view, 0) === 'nclx' || textOf(view, 0) === 'nclc')
      return { primaries: view.getUint16(4), matrix: view.getUint16(8) }
  }
  return { primaries: 2, matrix: 2 }
}
