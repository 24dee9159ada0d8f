const gigabyte = 1024 ** 3

/** The largest file that is worth a copy: a phone would miss more than that, and copying takes seconds. */
const largestCopy = 2 * gigabyte

/**
 * Whether a browser should keep a copy of a file of `size` bytes until it is published. `estimate` is
 * what the browser says of its storage (Storage Standard, `StorageManager.estimate()`): the copy may take
 * half of what is free, since others keep things there too.
 */
export function isWorthACopy(size: number, { quota = 0, usage = 0 }: StorageEstimate): boolean {
  return size <= largestCopy && size <= (quota - usage) / 2
}
