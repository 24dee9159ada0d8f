import { type ByteReader, type Range } from './byte-reader.ts'
import type { Patch } from '../model/private-data.ts'

/** An element of a Matroska or WebM file (RFC 8794): its range, which includes its header. */
export interface Element extends Range {
  id: number
  /** Byte offset after the header. */
  content: number
  /** The end is not stated, as in live streams: the element ends where its parent's next child starts. */
  isOpen: boolean
}

/** Reads a number of variable length (RFC 8794, 4). `value` is `undefined` if all its bits are 1: unknown. */
function readVarInt(
  bytes: Uint8Array,
  at: number,
  keepsMarker: boolean,
): { value: number | undefined; length: number } | undefined {
  const first = bytes[at] ?? 0
  const length = Math.clz32(first) - 23
  if (length > 8 || at + length > bytes.byteLength) return undefined
  let value = keepsMarker ? first : first & (0xff >> length)
  let isUnknown = (first & (0xff >> length)) === 0xff >> length
  for (const byte of bytes.subarray(at + 1, at + length)) {
    value = value * 256 + byte
    isUnknown &&= byte === 0xff
  }
  return { value: isUnknown && !keepsMarker ? undefined : value, length }
}

/**
 * Reads the header of an element. Returns `undefined` if there is no valid one.
 * @param end byte offset after the last byte of the parent
 */
export async function readElement(
  reader: ByteReader,
  at: number,
  end: number,
): Promise<Element | undefined> {
  const bytes = await reader.read(at, Math.min(12, end - at))
  const id = readVarInt(bytes, 0, true)
  if (!id?.value || id.length > 4) return undefined
  const size = readVarInt(bytes, id.length, false)
  if (!size) return undefined
  const content = at + id.length + size.length
  const isOpen = size.value === undefined
  return {
    id: id.value,
    start: at,
    content,
    isOpen,
    end: isOpen ? end : Math.min(end, content + (size.value ?? 0)),
  }
}

/** Reads the elements in a range, in order. Stops at the first one that is not valid. */
export async function* elementsIn(
  reader: ByteReader,
  { start, end }: Range,
): AsyncGenerator<Element, void, void> {
  for (let at = start; at < end;) {
    const element = await readElement(reader, at, end)
    if (!element) return
    yield element
    at = element.end
  }
}

/** The content of an element. */
export const contentOfElement = ({ content, end }: Element): Range => ({ start: content, end })

/** Turns an element into an empty one of the same size (`Void`, RFC 8794, 11.3.2). An element has at least two bytes. */
export function voided({ start, end }: Range): Patch {
  const length = end - start
  if (length <= 128) return { start, end, head: Uint8Array.of(0xec, 0x80 | (length - 2)) }
  const head = new Uint8Array(9)
  const view = new DataView(head.buffer)
  view.setUint8(0, 0xec)
  view.setBigUint64(1, BigInt(length - 9))
  view.setUint8(1, 0x01)
  return { start, end, head }
}
