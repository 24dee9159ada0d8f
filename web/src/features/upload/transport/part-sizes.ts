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

/** The latency counts for at most this share of the time of a part: it is measured once, and may be wrong. */
const maxLatencyShare = 3 / 4

/**
 * Size in bytes of the next parts, after a part of `size` bytes took `seconds`: about one second of transfer on one
 * connection. Always a power of two of mebibytes and at least `min`. A part that took half a second or more is measured
 * with its latency, so that parts are not larger on slow networks; otherwise small parts would show the latency and not
 * the speed.
 * @param latency seconds that a request takes without the bytes of a part; 0 if it is unknown
 */
export function pacedPartSize(size: number, seconds: number, min: number, latency = 0): number {
  if (seconds > 0.5 && seconds < 2) return size
  const transfer = seconds >= 0.5 ? seconds : seconds - Math.min(latency, seconds * maxLatencyShare)
  return Math.max(min, floorToPowerOfTwo(Math.min(size / transfer, maxPartSize)))
}

/**
 * Size in bytes of the next part near the end of a file. Parts shrink, so that all connections end at about the same
 * time.
 * @param missing bytes that are not sent yet, including those of parts in flight
 */
export function lastPartSize(size: number, missing: number, min: number): number {
  const share = Math.ceil(missing / parallelParts / minPartSize) * minPartSize
  return Math.min(size, Math.max(min, share))
}

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
