import { type Box, boxesIn, contentOf, findBox } from '../metadata/boxes.ts'
import { ByteReader } from '../metadata/byte-reader.ts'

/** Seconds that an edit list may cut off at the end without counting as an edit: an audio packet, a rounding error. */
const tolerance = 0.2

/** Bytes of an edit list that are read. One edit is enough to decide. */
const maxBytes = 1024

/**
 * Whether the edit list of an MP4 or QuickTime file hides more of a video or audio track than its start: several
 * segments, another speed, or an earlier end. Editors that copy no media data write such lists. mediabunny 1.61 applies
 * only the start of an edit list (8.6.6), so hidden parts would become visible. Reads some hundred bytes.
 */
export async function isEdited(file: Blob): Promise<boolean> {
  const reader = new ByteReader(file)
  const movie = await findBox(reader, { start: 0, end: file.size }, 'moov')
  const header = movie && (await findBox(reader, contentOf(movie), 'mvhd'))
  if (!movie || !header) return false
  const { timescale } = await timesOf(reader, header)
  for await (const track of boxesIn(reader, contentOf(movie)))
    if (track.type === 'trak' && (await isTrackEdited(reader, track, timescale))) return true
  return false
}

async function isTrackEdited(
  reader: ByteReader,
  track: Box,
  movieTimescale: number,
): Promise<boolean> {
  const list = await findBox(reader, contentOf(track), 'edts', 'elst')
  const media = await findBox(reader, contentOf(track), 'mdia')
  const [header, handler] = media
    ? [
        await findBox(reader, contentOf(media), 'mdhd'),
        await findBox(reader, contentOf(media), 'hdlr'),
      ]
    : []
  if (!list || !header || !handler) return false
  const kind = await reader.text({ start: handler.content + 8, end: handler.content + 12 })
  if (kind !== 'vide' && kind !== 'soun') return false
  // An empty edit delays the start of the track.
  const edits = (await editsOf(reader, list)).filter(({ mediaTime }) => mediaTime !== -1)
  const [edit, ...others] = edits
  if (!edit) return false
  if (others.length > 0 || edit.rate !== 1) return true
  const { timescale, duration } = await timesOf(reader, header)
  const available = (duration - edit.mediaTime) / timescale
  // Duration 0 means "to the end", in a file whose length was unknown when its header was written.
  return edit.duration > 0 && available - edit.duration / movieTimescale > tolerance
}

/** The timescale and duration of an `mvhd` or `mdhd` box; both have the same first fields (8.2.2, 8.4.2). */
async function timesOf(reader: ByteReader, { content }: Box) {
  const view = await reader.view(content, 32)
  return view.getUint8(0) === 1
    ? { timescale: view.getUint32(20), duration: Number(view.getBigUint64(24)) }
    : { timescale: view.getUint32(12), duration: view.getUint32(16) }
}

/** The edits of an `elst` box. Durations are in the movie's timescale, times in the track's. */
async function editsOf(reader: ByteReader, { content, end }: Box) {
  const view = await reader.view(content, Math.min(end - content, maxBytes))
  const isLong = view.getUint8(0) === 1
  const size = isLong ? 20 : 12
  const count = Math.min(view.getUint32(4), Math.floor((view.byteLength - 8) / size))
  return Array.from({ length: count }, (_, index) => {
    const at = 8 + index * size
    return {
      duration: isLong ? Number(view.getBigUint64(at)) : view.getUint32(at),
      mediaTime: isLong ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4),
      rate: view.getInt32(at + size - 4) / 0x10000,
    }
  })
}
