/** First and last byte, both included. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * Parses a `Range` header for content of `size` bytes. `undefined` means the whole content: there is no header, or it has
 * another unit, several ranges or a wrong format, which a server may ignore (RFC 9110, 14.2).
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (!first && !last)) return undefined
  const range = first
    ? { start: Number(first), end: last ? Math.min(Number(last), size - 1) : size - 1 }
    : { start: Math.max(size - Number(last), 0), end: size - 1 }
  if (first && last && Number(last) < Number(first)) return undefined
  return range.start <= range.end ? range : 'unsatisfiable'
}
