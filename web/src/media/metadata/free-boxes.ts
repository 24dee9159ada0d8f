import type { Patch } from '../model/private-data.ts'
import type { Box } from './boxes.ts'
import { type Range, viewOf } from './byte-reader.ts'

const free = new TextEncoder().encode('free')

/** Turns a box into a free one of the same size, without content. The size in its header stays. */
export function freed({ start, content, end }: Box): Patch {
  if (content - start === 8) return { start: start + 4, end, head: free }
  // The header contains a 64-bit size.
  const head = new Uint8Array(12)
  head.set(free)
  viewOf(head).setBigUint64(4, BigInt(end - start))
  return { start: start + 4, end, head }
}

/** Replaces bytes that belong to no box by a free box. The range has at least 8 bytes. */
export function freeBox({ start, end }: Range): Patch {
  const head = new Uint8Array(8)
  // A size of 0 extends to the end of the file, as does a range that is too large for 32 bits.
  viewOf(head).setUint32(0, end - start > 0xffffffff ? 0 : end - start)
  head.set(free, 4)
  return { start, end, head }
}
