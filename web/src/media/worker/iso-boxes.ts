/** A box of an MP4 or QuickTime file (ISO/IEC 14496-12, 4.2). `start` and `end` are byte offsets of its content. */
export interface Box {
  type: string
  start: number
  end: number
}

/** A part of a file, in byte offsets. */
export type ByteRange = Omit<Box, 'type'>

/** The first box at a path of box types. */
export async function findBox(
  file: Blob,
  parent: ByteRange,
  ...[type, ...rest]: string[]
): Promise<Box | undefined> {
  for await (const box of boxesIn(file, parent))
    if (box.type === type) return rest.length > 0 ? findBox(file, box, ...rest) : box
  return undefined
}

/** Iterates over the boxes of a part of a file; stops at the first one that is not valid. */
export async function* boxesIn(file: Blob, { start, end }: ByteRange): AsyncGenerator<Box> {
  for (let at = start; at + 8 <= end;) {
    const view = await readBytes(file, at, 16)
    const size32 = view.getUint32(0)
    // 1: a 64-bit size follows. 0: the box extends to the end.
    const header = size32 === 1 ? 16 : 8
    const size = size32 === 1 ? Number(view.getBigUint64(8)) : size32 === 0 ? end - at : size32
    if (size < header) return
    yield { type: textOf(view, 4), start: at + header, end: Math.min(end, at + size) }
    at += size
  }
}

/** Reads `length` bytes; bytes after the end of the file are 0. */
export async function readBytes(file: Blob, start: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length)
  bytes.set(new Uint8Array(await file.slice(start, start + length).arrayBuffer()))
  return new DataView(bytes.buffer)
}

/** Four bytes as text. */
export const textOf = (view: DataView, at: number): string =>
  String.fromCharCode(...new Uint8Array(view.buffer, at, 4))
