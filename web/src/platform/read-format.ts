import type { VideoFormat } from '@reelferry/contract'

/**
 * Recognizes the container format of a file by its first bytes. Resolves with `undefined` if it is none of VOD's.
 * @throws {DOMException} NotReadableError or NotFoundError if the file cannot be read
 */
export async function readFormat(file: Blob): Promise<VideoFormat | undefined> {
  const { formatOfBytes, identifyingBytes } = await import('@reelferry/contract/format-signatures')
  return formatOfBytes(new Uint8Array(await file.slice(0, identifyingBytes).arrayBuffer()))
}
