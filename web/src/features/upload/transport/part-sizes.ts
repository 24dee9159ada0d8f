/** Minimum size of every part except the last, in bytes (product/436/7750). */
export const minPartSize = 1024 * 1024
/** Maximum number of parts of an object (product/436/7750). */
export const maxParts = 10_000

/** Parts sent at the same time: browsers open six connections to one host over HTTP/1.1. */
export const parallelParts = 6

/** Larger parts are not faster: the round trip of a request is already short compared with its transfer. */
const maxPartSize = 32 * minPartSize

/**
 * From byte `from` on, parts have `size` bytes, up to the next entry of the layout. The journal stores these members
 * under the same names.
 */
export interface PartSizeRange {
  from: number
  size: number
}

/** Byte range of a part in its file; `end` is exclusive. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * Size in bytes of the first parts of a file of `size` bytes. It is small, because the first parts measure the speed
 * of the network. When the page ends, parts in flight are sent again, so small parts lose little; large parts are
 * faster where bandwidth times round-trip time is large. `pnpm bench upload` shows both.
 */
export const firstPartSize = (size: number): number =>
  Math.max(minPartSize, 2 * floorToPowerOfTwo(size / maxParts))

/**
 * Size in bytes of the next parts, after a part of `size` bytes took `seconds`: about one second of transfer on one
 * connection. Always a power of two of mebibytes and at least `min`.
 */
export function pacedPartSize(size: number, seconds: number, min: number): number {
  if (seconds > 0.5 && seconds < 2) return size
  return Math.max(min, floorToPowerOfTwo(Math.min(size / seconds, maxPartSize)))
}

/**
 * Size in bytes of the next part near the end of a file with `remaining` bytes to send. Parts shrink, so that no
 * connection is idle while the last part is sent.
 */
export const lastPartSize = (size: number, remaining: number, min: number): number =>
  Math.min(size, Math.max(min, size / 4, floorToPowerOfTwo(remaining / parallelParts)))

/** Byte ranges of the first `count` parts of a file of `size` bytes with this layout. */
export function partRanges(
  layout: readonly PartSizeRange[],
  count: number,
  size: number,
): ByteRange[] {
  const ranges: ByteRange[] = []
  for (let start = 0, next = 0; ranges.length < count && start < size;) {
    while ((layout[next + 1]?.from ?? Infinity) <= start) next++
    const end = Math.min(size, start + (layout[next]?.size ?? minPartSize))
    ranges.push({ start, end })
    start = end
  }
  return ranges
}

const floorToPowerOfTwo = (bytes: number) => 2 ** Math.floor(Math.log2(Math.max(1, bytes)))
