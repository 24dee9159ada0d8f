import { contentOf, findBox, readBox, type Box } from './boxes.ts'
import { type ByteReader, latin1, type Range } from './byte-reader.ts'
import type { PrivateKind } from './findings.ts'
import { chunkRanges, TableError } from './sample-tables.ts'

/** Maximum bytes of a sample description and of samples that are searched. */
const maxSearchedBytes = 16 * 1024

/**
 * Formats of tracks with data that a camera records beside the video: GoPro (`gpmd`, `fdsc`), Android (`camm`), DJI
 * (`djmd`, `dbgi`), Sony (`rtmd`), Apple (`mebx`) and others.
 */
const dataFormats = ['gpmd', 'fdsc', 'camm', 'djmd', 'dbgi', 'rtmd', 'mebx', 'mett', 'metx', 'urim']

/** Data formats that contain positions where the camera has any. */
const positionFormats = ['camm', 'djmd', 'dbgi']

/** Subtitles in which drones write their flight data. */
const flightData = /GPS ?[(:]|\bHOME\(|\[?latitude ?[:=]|lati?tude:/i

/**
 * The kind of data in a track that cameras record beside the video; `undefined` for a track that players use.
 * @param track content of the box `trak`
 * @param samples its box `stbl`
 */
export async function dataTrackKind(
  reader: ByteReader,
  track: Range,
  samples: Box | undefined,
): Promise<PrivateKind | undefined> {
  const handler = await findBox(reader, track, 'mdia', 'hdlr')
  const type = handler ? latin1(await reader.read(handler.content + 8, 4)) : ''
  const description = samples && (await findBox(reader, contentOf(samples), 'stsd'))
  // A count of entries precedes the first one.
  const entry = description && (await readBox(reader, description.content + 8, description.end))
  if (samples && /^(text|sbtl|subt)$/.test(type))
    return flightData.test(await firstSamples(reader, samples)) ? 'location' : undefined
  const isData = type === 'meta' || type === 'camm' || dataFormats.includes(entry?.type ?? '')
  if (!isData || type === 'vide' || type === 'soun') return undefined
  if (positionFormats.includes(entry?.type ?? '')) return 'location'
  const text = entry ? await reader.text(entry, maxSearchedBytes) : ''
  if (/location|GPS/i.test(text)) return 'location'
  // GoPro writes these keys also while it has no position.
  const isPosition = samples && /GPS[59]|GPSU/.test(await firstSamples(reader, samples))
  return isPosition ? 'location' : 'device'
}

/** Text of the first chunk of a track. */
async function firstSamples(reader: ByteReader, samples: Box): Promise<string> {
  try {
    for (const range of await chunkRanges(reader, contentOf(samples)))
      return await reader.text(range, maxSearchedBytes)
  } catch (error) {
    if (!(error instanceof TableError)) throw error
  }
  return ''
}
