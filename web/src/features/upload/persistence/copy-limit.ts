const gibibyte = 1024 ** 3

/** Larger copies would use too much space on a phone, and would take long to write. */
const maxCopyBytes = 2 * gibibyte

/**
 * Whether the browser should store a copy of a file of `size` bytes until it is published. A copy may use half of the
 * free space, because other data of the site needs space too.
 * @param free bytes that the browser can still store; `undefined` if unknown: then storing shows whether there is space
 */
export const isWorthCopying = (size: number, free: number | undefined): boolean =>
  size <= maxCopyBytes && size <= (free ?? Infinity) / 2
