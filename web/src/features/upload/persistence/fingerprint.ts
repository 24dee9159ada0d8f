/** Bytes read of each place that is looked at. */
const sampleSize = 256 * 1024

/** Places looked at: the first, the last, and others evenly between them. */
const sampleCount = 16

/**
 * Names a file by its content: SHA-256, in hex, over its size and sixteen samples of 256 kB spread
 * from its first byte to its last; of files up to 4 MiB that is every byte. Two larger files of one
 * size that differ in nothing but bytes between the samples are taken for the same.
 */
export async function fingerprint(file: Blob): Promise<string> {
  const last = Math.max(0, file.size - sampleSize)
  const offsets = Array.from({ length: sampleCount }, (_, index) =>
    Math.floor((last * index) / (sampleCount - 1)),
  )
  const samples = [...new Set(offsets)].map((start) => file.slice(start, start + sampleSize))
  const bytes = await new Blob([`${file.size}:`, ...samples]).arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
