import { BoxMetadata } from './box-metadata.ts'
import { type Box, boxesIn, contentOf, findBox, readBox } from './boxes.ts'
import { freeBox } from './free-boxes.ts'
import { type ByteReader, latin1, type Range, viewOf } from './byte-reader.ts'
import type { Findings } from './findings.ts'
import { defaultSizesOf, fragmentRanges } from './fragments.ts'
import { chunkOffsets, chunkRanges, numberAt, TableError, tableOf } from './sample-tables.ts'
import { dataTrackKind } from './data-tracks.ts'

/** Boxes at the start of files of this format. */
const firstBoxes = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp', 'uuid']

/** Boxes of vendors outside of `udta`, as dashboard cameras and phones write them. */
const vendorBoxes = ['gps ', 'GPMF', 'XMP_', 'Exif', 'sefd', 'inst', 'thum', 'loci', '©xyz']

/**
 * Boxes that players use at the top level (ISO/IEC 14496-12, QuickTime). Cameras append others, for example `mpvd` with the
 * photo that belongs to the video.
 */
const topLevelBoxes = [
  ...[
    'ftyp',
    'styp',
    'moov',
    'moof',
    'mdat',
    'imda',
    'mfra',
    'sidx',
    'ssix',
    'prft',
    'emsg',
    'pdin',
    'bloc',
  ],
  ...['free', 'skip', 'wide', 'pnot', 'PICT', 'ctab', 'meta', 'udta', 'uuid'],
]

/** More boxes than this are not read: a damaged file could consist of millions. */
const maxBoxes = 200_000

/** The parts of a file that are needed after its boxes are read. */
interface Parts {
  movie: Box | undefined
  fragments: Box[]
  /** The `stbl` boxes of the tracks that stay. */
  samples: Box[]
  /** The tracks that are removed: their samples and ids. */
  dataTracks: { id: number; samples: Box }[]
}

/** Whether a file is an MP4 or QuickTime file. */
export async function isIsobmff(reader: ByteReader): Promise<boolean> {
  const box = await readBox(reader, 0, reader.size)
  return box !== undefined && firstBoxes.includes(box.type)
}

/** Finds the private metadata of an MP4 or QuickTime file. Reads headers and metadata, and no media data. */
export async function readIsobmff(reader: ByteReader, findings: Findings): Promise<void> {
  const metadata = new BoxMetadata(reader, findings)
  const parts: Parts = { movie: undefined, fragments: [], samples: [], dataTracks: [] }
  const end = await removeTrailer(reader, findings)
  let at = 0
  for (let count = 0; at < end && count < maxBoxes; count++) {
    const box = await readBox(reader, at, end)
    if (!box || !/^[ -~]{4}$/.test(box.type)) break
    if (box.isCut && box.type !== 'mdat') findings.isComplete = false
    await readTopLevel(reader, box, { metadata, parts })
    at = box.end
  }
  // Bytes that are no box may be the data of a vendor, or the rest of a damaged file.
  const rest = await reader.text({ start: at, end }, 4096)
  if (!parts.movie || /[^\0]/.test(rest)) findings.isComplete = false
  try {
    await removeSamples(reader, parts, findings)
    await keepSamples(reader, parts, findings)
  } catch (error) {
    if (!(error instanceof TableError)) throw error
    findings.isComplete = false
  }
}

interface Context {
  metadata: BoxMetadata
  parts: Parts
}

async function readTopLevel(reader: ByteReader, box: Box, context: Context): Promise<void> {
  const { metadata, parts } = context
  if (box.type === 'moov') {
    parts.movie = box
    for await (const child of boxesIn(reader, contentOf(box)))
      if (child.type === 'trak') await readTrack(reader, child, context)
      else await readCommon(child, metadata)
  } else if (box.type === 'moof') parts.fragments.push(box)
  else if (topLevelBoxes.includes(box.type) || vendorBoxes.includes(box.type))
    await readCommon(box, metadata)
  // A box that ends behind the file may be damaged media data.
  else if (!box.isCut) metadata.remove(box, 'device')
}

/** Checks a box that can be at any level. */
async function readCommon(box: Box, metadata: BoxMetadata): Promise<void> {
  switch (box.type) {
    case 'udta':
      return metadata.readUserData(box)
    case 'meta':
      return metadata.readMeta(box)
    case 'uuid':
      return metadata.readUuid(box)
    case 'free':
    case 'skip':
      return metadata.readFree(box)
    default:
      if (vendorBoxes.includes(box.type))
        metadata.remove(box, /gps|xyz|loci/.test(box.type) ? 'location' : 'device')
  }
}

async function readTrack(reader: ByteReader, track: Box, context: Context): Promise<void> {
  const { metadata, parts } = context
  const content = contentOf(track)
  const samples = await findBox(reader, content, 'mdia', 'minf', 'stbl')
  const kind = await dataTrackKind(reader, content, samples)
  if (!kind) {
    if (samples) parts.samples.push(samples)
    for await (const box of boxesIn(reader, content)) await readCommon(box, metadata)
    return
  }
  const header = await findBox(reader, content, 'tkhd')
  const table = header && (await tableOf(reader, header))
  // Version 1 has 64-bit times before the id (ISO/IEC 14496-12, 8.3.2).
  const id = table ? numberAt(table, numberAt(table, 0) >>> 24 === 1 ? 20 : 12) : 0
  if (samples) parts.dataTracks.push({ id, samples })
  metadata.remove(track, kind)
}

/** Clears the samples of the removed tracks. */
async function removeSamples(
  reader: ByteReader,
  { movie, fragments, dataTracks }: Parts,
  findings: Findings,
): Promise<void> {
  if (dataTracks.length === 0 || !movie) return
  const ranges: Range[] = []
  for (const { samples } of dataTracks)
    ranges.push(...(await chunkRanges(reader, contentOf(samples))))
  const trackIds = new Set(dataTracks.map(({ id }) => id))
  const defaultSizes = await defaultSizesOf(reader, contentOf(movie))
  for (const fragment of fragments)
    ranges.push(...(await fragmentRanges(reader, fragment, { trackIds, defaultSizes })))
  for (const range of ranges)
    if (range.end > range.start) findings.replace({ ...range, head: new Uint8Array() })
}

/** Drops patches in which a sample of another track starts: a damaged file may contain anything. */
async function keepSamples(
  reader: ByteReader,
  { samples }: Parts,
  findings: Findings,
): Promise<void> {
  if (findings.patches.length === 0) return
  const offsets: number[] = []
  for (const box of samples)
    for (const offset of await chunkOffsets(reader, contentOf(box))) offsets.push(offset)
  const sorted = Float64Array.from(offsets).sort()
  const isSafe = ({ start, end }: Range) => (sorted[firstAtLeast(sorted, start)] ?? Infinity) >= end
  const safe = findings.patches.filter(isSafe)
  if (safe.length < findings.patches.length) findings.isComplete = false
  findings.patches.splice(0, findings.patches.length, ...safe)
}

/** Index of the first number that is not less than `min`, in ascending numbers. */
function firstAtLeast(sorted: Float64Array, min: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? Infinity) < min) low = middle + 1
    else high = middle
  }
  return low
}

/** Trailers that cameras append after the last box: the text at the end, and the position of their length. */
const trailers = [
  // Insta360: position, orientation and settings of the camera.
  { mark: '8db42d694ccc418790edff439fe026bf', lengthAt: -40, includesMark: true },
  // Samsung: names of the device and of the recording mode.
  { mark: 'SEFT', lengthAt: -8, includesMark: false },
]

/** Clears the trailer of a camera. Returns the byte offset where the boxes end. */
async function removeTrailer(reader: ByteReader, findings: Findings): Promise<number> {
  const tail = await reader.read(Math.max(0, reader.size - 64), 64)
  const text = latin1(tail)
  for (const { mark, lengthAt, includesMark } of trailers) {
    if (!text.endsWith(mark) || tail.byteLength < 48) continue
    const length = viewOf(tail).getUint32(tail.byteLength + lengthAt, true) + (includesMark ? 0 : 8)
    if (length < 8 || length > reader.size) continue
    const range = { start: reader.size - length, end: reader.size }
    findings.addKind('device')
    findings.replace(freeBox(range))
    return range.start
  }
  return reader.size
}
