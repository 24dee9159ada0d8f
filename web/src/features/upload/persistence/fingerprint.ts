import { readBytes } from '../../../platform/file-read-error.ts'

/** Bytes of each sample. */
const sampleSize = 256 * 1024

/** Number of samples: at the start, at the end, and at equal distances between them. */
const sampleCount = 16

/**
 * Identifies a file by its content: SHA-256, in hex, of its size and sixteen samples of 256 KiB. The samples cover
 * every byte of files up to 4 MiB. Larger files of equal size count as the same if they only differ between samples.
 * @throws {FileReadError}
 */
export async function fingerprint(file: Blob): Promise<string> {
  const lastOffset = Math.max(0, file.size - sampleSize)
  const offsets = Array.from({ length: sampleCount }, (_, index) =>
    Math.floor((lastOffset * index) / (sampleCount - 1)),
  )
  const samples = [...new Set(offsets)].map((start) => file.slice(start, start + sampleSize))
  const bytes = await readBytes(new Blob([`${file.size}:`, ...samples]))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
