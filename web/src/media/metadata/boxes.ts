import { type ByteReader, latin1, type Range, viewOf } from './byte-reader.ts'

/** A box of an MP4 or QuickTime file (ISO/IEC 14496-12, 4.2): its range, which includes its header. */
export interface Box extends Range {
  type: string
  /** Byte offset after the header. */
  content: number
  /** Whether the box states a larger size than its parent has left. */
  isCut: boolean
}

/**
 * Reads the header of a box. Returns `undefined` if there is no valid one. A box that exceeds its parent ends with it.
 * @param end byte offset after the last byte of the parent
 */
export async function readBox(
  reader: ByteReader,
  at: number,
  end: number,
): Promise<Box | undefined> {
  const bytes = await reader.read(at, Math.min(16, end - at))
  if (bytes.byteLength < 8) return undefined
  const view = viewOf(bytes)
  const size32 = view.getUint32(0)
  if (size32 === 1 && bytes.byteLength < 16) return undefined
  // 1: a 64-bit size follows. 0: the box extends to the end of the file.
  const isLast = size32 === 0 && end === reader.size
  const size = size32 === 1 ? Number(view.getBigUint64(8)) : isLast ? end - at : size32
  const content = at + (size32 === 1 ? 16 : 8)
  if (at + size < content) return undefined
  return {
    type: latin1(bytes.subarray(4, 8)),
    start: at,
    content,
    end: Math.min(end, at + size),
    isCut: at + size > end,
  }
}

/** Reads the boxes in a range, in order. Stops at the first one that is not valid. */
export async function* boxesIn(
  reader: ByteReader,
  { start, end }: Range,
): AsyncGenerator<Box, void, void> {
  for (let at = start; at < end;) {
    const box = await readBox(reader, at, end)
    if (!box) return
    yield box
    at = box.end
  }
}

/** The content of a box. */
export const contentOf = ({ content, end }: Box): Range => ({ start: content, end })

/** Finds the first box at a path of types. */
export async function findBox(
  reader: ByteReader,
  parent: Range,
  ...[type, ...rest]: string[]
): Promise<Box | undefined> {
  for await (const box of boxesIn(reader, parent))
    if (box.type === type) return rest.length > 0 ? findBox(reader, contentOf(box), ...rest) : box
  return undefined
}
