/** The least that COS takes as a part, and the most parts it joins (product/436/7750). */
export const leastPartSize = 1024 * 1024
export const mostParts = 10_000

/** Parts sent at the same time: the connections that browsers open to one host by HTTP/1.1. */
export const parallelParts = 6

/** Larger ones gain nothing any more: each request's way there and back is small beside them. */
const largestPart = 32 * leastPartSize

/** For the first upload on a network nobody has measured. */
const usualPart = 4 * leastPartSize

/** So that connections do not stand idle beside the last ones. */
const fewestParts = 2 * parallelParts

/**
 * Bytes of a part, a power of two of mebibytes, for a file of `size` bytes: what one connection sends in about a
 * second, if the speed of sending is known (bytes a second). What is in flight when a page is killed is sent
 * again, so small parts lose little; large ones are faster where the line is faster than the way is short.
 * `pnpm bench upload` shows both.
 */
export function partSizeFor(size: number, bytesPerSecond: number | undefined): number {
  const wanted = bytesPerSecond === undefined ? usualPart : bytesPerSecond / parallelParts
  const part = powerOfTwo(Math.min(wanted, largestPart, size / fewestParts))
  return Math.max(part, 2 * powerOfTwo(size / mostParts), leastPartSize)
}

/** The largest one that is not above `bytes`. */
const powerOfTwo = (bytes: number) => 2 ** Math.floor(Math.log2(Math.max(1, bytes)))
