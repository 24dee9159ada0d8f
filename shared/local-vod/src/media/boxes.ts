/** A box of an ISO base media file. `content` excludes the header. */
export interface Box {
  type: string
  content: Buffer
}

/** Iterates over the boxes of a buffer. Ends at the first bytes that are not a complete box. */
export function* boxesIn(buffer: Buffer): Generator<Box> {
  let offset = 0
  while (offset + 8 <= buffer.length) {
    const header = readHeader(buffer.subarray(offset, offset + 16))
    if (!header || offset + header.size > buffer.length) return
    yield {
      type: header.type,
      content: buffer.subarray(offset + header.headerSize, offset + header.size),
    }
    offset += header.size
  }
}

/** Content of the first box at a path of types, e.g. `mdia`, `minf`, `stbl`; `undefined` if there is none. */
export function descend(buffer: Buffer, ...path: string[]): Buffer | undefined {
  let current: Buffer | undefined = buffer
  for (const type of path) {
    if (!current) return undefined
    current = [...boxesIn(current)].find((box) => box.type === type)?.content
  }
  return current
}

/**
 * Reads a box header of at least 8 bytes (ISO/IEC 14496-12, 4.2). Returns `undefined` if the bytes cannot be a header. `size`
 * covers header and content, in bytes. A stored size of 0 means "to the end of the file" and is returned as Infinity.
 */
export function readHeader(
  bytes: Buffer,
): { type: string; size: number; headerSize: number } | undefined {
  const type = bytes.toString('latin1', 4, 8)
  const size = bytes.readUInt32BE(0)
  if (!/^[\w ©-]{4}$/.test(type)) return undefined
  if (size === 0) return { type, size: Infinity, headerSize: 8 }
  if (size === 1) {
    if (bytes.length < 16) return undefined
    return { type, size: Number(bytes.readBigUInt64BE(8)), headerSize: 16 }
  }
  return size < 8 ? undefined : { type, size, headerSize: 8 }
}
