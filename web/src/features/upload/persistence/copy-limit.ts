const gibibyte = 1024 ** 3

/** Larger copies would use too much space on a phone, and would take long to write. */
const maxCopyBytes = 2 * gibibyte

/**
 * Whether the browser should store a copy of a file of `size` bytes until it is published. `estimate` is the browser's
 * storage estimate (Storage Standard, `StorageManager.estimate()`). A copy may use half of the free space, because
 * other data of the site needs space too.
 */
export function isWorthCopying(size: number, { quota = 0, usage = 0 }: StorageEstimate): boolean {
  return size <= maxCopyBytes && size <= (quota - usage) / 2
}
