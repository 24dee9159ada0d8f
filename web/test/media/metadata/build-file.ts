/** Builds MP4, QuickTime and Matroska files for tests, byte by byte. */

export const u16 = (value: number) => [(value >> 8) & 255, value & 255]
export const u32 = (value: number) => [...u16(value >>> 16), ...u16(value)]
export const u64 = (value: number) => [...u32(Math.floor(value / 2 ** 32)), ...u32(value)]
/** Each character is one byte. */
export const text = (value: string) => [...value].map((letter) => letter.charCodeAt(0))
export const zeros = (length: number) => Array.from({ length }, () => 0)

export function box(type: string, ...contents: number[][]): number[] {
  const content = contents.flat()
  return [...u32(content.length + 8), ...text(type), ...content]
}

/** A box with a 64-bit size. */
export function longBox(type: string, ...contents: number[][]): number[] {
  const content = contents.flat()
  return [...u32(1), ...text(type), ...u64(content.length + 16), ...content]
}

/** A text of QuickTime's user data: length, language, characters. */
export const quickTimeText = (type: string, value: string) =>
  box(type, u16(value.length), u16(0x15c7), text(value))

export const uuid = (hex: string, content: string) =>
  box(
    'uuid',
    [...hex.matchAll(/../g)].map(([byte]) => Number.parseInt(byte, 16)),
    text(content),
  )

export const xmpUuid = 'be7acfcb97a942e89c71999491e3afac'

const handler = (type: string) => box('hdlr', zeros(8), text(type), zeros(13))

/** Apple's metadata: names, and values that refer to them. */
export function keyedMeta(entries: [name: string, value: string][]): number[] {
  const keys = entries.map(([name]) => box('mdta', text(name)))
  const items = entries.map(([, value], index) => {
    const data = box('data', u32(1), u32(0), text(value))
    return [...u32(data.length + 8), ...u32(index + 1), ...data]
  })
  const list = [handler('mdta'), box('keys', u32(0), u32(keys.length), ...keys)]
  return box('meta', ...list, box('ilst', ...items))
}

export interface TrackInput {
  /** Type of the handler: `vide`, `soun`, `meta` … */
  kind: string
  /** Type of the sample entry: `avc1`, `gpmd` … */
  format: string
  id?: number
  /** Byte offset and sample sizes of each chunk. All chunks have the same number of samples. */
  chunks?: { offset: number; sizes: number[] }[]
  /** More boxes of the track. */
  more?: number[][]
}

export function track({ kind, format, id = 1, chunks = [], more = [] }: TrackInput): number[] {
  const sizes = chunks.flatMap((chunk) => chunk.sizes)
  const perChunk = chunks[0]?.sizes.length ?? 0
  const tables = [
    box('stsd', u32(0), u32(1), box(format, zeros(8))),
    box('stsz', u32(0), u32(0), u32(sizes.length), ...sizes.map(u32)),
    box(
      'stsc',
      u32(0),
      u32(perChunk > 0 ? 1 : 0),
      ...(perChunk > 0 ? [u32(1), u32(perChunk), u32(1)] : []),
    ),
    box('stco', u32(0), u32(chunks.length), ...chunks.map(({ offset }) => u32(offset))),
  ]
  const media = box('mdia', handler(kind), box('minf', box('stbl', ...tables)))
  return box('trak', box('tkhd', zeros(12), u32(id), zeros(68)), media, ...more)
}

/** An element of a Matroska file. `id` in hex. The size takes `width` bytes. */
export function element(id: string, content: number[], width = 1): number[] {
  const size = u64(content.length).slice(8 - width)
  size[0] = (size[0] ?? 0) | (0x80 >> (width - 1))
  const idBytes = [...id.matchAll(/../g)].map(([byte]) => Number.parseInt(byte, 16))
  return [...idBytes, ...size, ...content]
}

export const fileOf = (...parts: number[][]) => new File([new Uint8Array(parts.flat())], 'a.mp4')

export const bytesOf = async (file: Blob) => [...new Uint8Array(await file.arrayBuffer())]
