/** A box of an MP4 or QuickTime file (ISO/IEC 14496-12, 4.2): where its content lies. */
interface Box {
  type: string
  start: number
  end: number
}

/** Seconds by which a track may be shown shorter than it is: a packet of sound, a rounded table. */
const tolerance = 0.2

/** Bytes of an edit list that are looked at: more edits than any that is understood. */
const mostBytes = 1024

/**
 * Whether an MP4 or QuickTime file tells to show less of its picture or sound than all from one moment on: in several
 * pieces, at another speed, or not to the end, as editors write that copy nothing. mediabunny 1.61 heeds of an edit
 * list (8.6.6) where it begins alone, so that what was cut away would come back. Reads some hundred bytes.
 */
export async function isEdited(file: Blob): Promise<boolean> {
  const movie = await find(file, { start: 0, end: file.size }, 'moov')
  const header = movie && (await find(file, movie, 'mvhd'))
  if (!movie || !header) return false
  const { timescale } = await timesOf(file, header)
  for await (const track of boxes(file, movie))
    if (track.type === 'trak' && (await isTrackEdited(file, track, timescale))) return true
  return false
}

async function isTrackEdited(file: Blob, track: Box, movieTimescale: number): Promise<boolean> {
  const list = await find(file, track, 'edts', 'elst')
  const media = await find(file, track, 'mdia')
  const [header, handler] = media
    ? [await find(file, media, 'mdhd'), await find(file, media, 'hdlr')]
    : []
  if (!list || !header || !handler) return false
  const kind = textOf(await read(file, handler.start + 8, 4), 0)
  if (kind !== 'vide' && kind !== 'soun') return false
  // What is empty is a pause before the track begins.
  const edits = (await editsOf(file, list)).filter(({ mediaTime }) => mediaTime !== -1)
  const [edit, ...others] = edits
  if (!edit) return false
  if (others.length > 0 || edit.rate !== 1) return true
  const { timescale, duration } = await timesOf(file, header)
  const left = (duration - edit.mediaTime) / timescale
  // No duration stands for the rest, in a file whose length nobody knew when it was begun.
  return edit.duration > 0 && left - edit.duration / movieTimescale > tolerance
}

/** The timescale and duration in an `mvhd` or `mdhd` box, which begin alike (8.2.2, 8.4.2). */
async function timesOf(file: Blob, { start }: Box) {
  const view = await read(file, start, 32)
  return view.getUint8(0) === 1
    ? { timescale: view.getUint32(20), duration: Number(view.getBigUint64(24)) }
    : { timescale: view.getUint32(12), duration: view.getUint32(16) }
}

/** Durations in the movie's timescale, times in the media's. */
async function editsOf(file: Blob, { start, end }: Box) {
  const view = await read(file, start, Math.min(end - start, mostBytes))
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

/** The first box at a path of types. */
async function find(
  file: Blob,
  parent: Omit<Box, 'type'>,
  ...[type, ...rest]: string[]
): Promise<Box | undefined> {
  for await (const box of boxes(file, parent))
    if (box.type === type) return rest.length > 0 ? find(file, box, ...rest) : box
  return undefined
}

/** The boxes that a part of a file consists of, as far as they make sense. */
async function* boxes(file: Blob, { start, end }: Omit<Box, 'type'>): AsyncGenerator<Box> {
  for (let at = start; at + 8 <= end;) {
    const view = await read(file, at, 16)
    const told = view.getUint32(0)
    // 1 says that the size follows, 0 that it is all that is left.
    const header = told === 1 ? 16 : 8
    const size = told === 1 ? Number(view.getBigUint64(8)) : told === 0 ? end - at : told
    if (size < header) return
    yield { type: textOf(view, 4), start: at + header, end: Math.min(end, at + size) }
    at += size
  }
}

/** As many bytes, with zeros for those behind the end. */
async function read(file: Blob, start: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length)
  bytes.set(new Uint8Array(await file.slice(start, start + length).arrayBuffer()))
  return new DataView(bytes.buffer)
}

const textOf = (view: DataView, at: number): string =>
  String.fromCharCode(...new Uint8Array(view.buffer, at, 4))
