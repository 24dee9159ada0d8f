/** The least that COS takes as a part but the last, and the most parts it joins (product/436/7750). */
export const leastPartSize = 1024 * 1024
export const mostParts = 10_000

/** Parts sent at the same time: the connections that browsers open to one host by HTTP/1.1. */
export const parallelParts = 6

/** Larger ones gain nothing any more: each request's way there and back is small beside them. */
const largestPart = 32 * leastPartSize

/** From this byte on, a file is cut into parts of `size` bytes, up to the next such place. */
export interface Cut {
  from: number
  size: number
}

/** Where a part begins and ends in its file. */
export interface Range {
  start: number
  end: number
}

/**
 * Bytes of the first parts of a file of `size` bytes: few, since they say how fast the network is. What is in
 * flight when a page is killed is sent again, so small parts lose little; large ones are faster where the line
 * is faster than the way is short. `pnpm bench upload` shows both.
 */
export const firstPartSize = (size: number): number =>
  Math.max(leastPartSize, 2 * powerOfTwo(size / mostParts))

/**
 * Bytes of the parts to come, after one of `size` bytes has taken its connection so many seconds: what it sends in
 * about one. Always a power of two of mebibytes, never below `least`.
 */
export function pacedPartSize(size: number, seconds: number, least: number): number {
  if (seconds > 0.5 && seconds < 2) return size
  const wanted = powerOfTwo(Math.min(size / seconds, largestPart))
  return Math.max(least, wanted)
}

/** The same near the end of a file, of which `left` bytes are left: no connection should be idle beside the last part. */
export const lastPartSize = (size: number, left: number, least: number): number =>
  Math.min(size, Math.max(least, size / 4, powerOfTwo(left / parallelParts)))

/** The first `count` parts of a file of `size` bytes that was cut so. */
export function partsOf(cuts: readonly Cut[], count: number, size: number): Range[] {
  const parts: Range[] = []
  for (let start = 0, next = 0; parts.length < count && start < size;) {
    while ((cuts[next + 1]?.from ?? Infinity) <= start) next++
    const end = Math.min(size, start + (cuts[next]?.size ?? leastPartSize))
    parts.push({ start, end })
    start = end
  }
  return parts
}

/** The largest one that is not above `bytes`. */
const powerOfTwo = (bytes: number) => 2 ** Math.floor(Math.log2(Math.max(1, bytes)))
