/** The page's client of the check for private data. */
import { request } from './media-client.ts'
import { patchedFile } from './metadata/patch.ts'
import type { PrivateData } from './model/private-data.ts'

/** The private metadata of files, by file: the card shows it before the upload removes it. */
const privateData = new WeakMap<Blob, Promise<PrivateData>>()

/**
 * Finds location and device data in a file.
 * @throws {CompressionError} if the file cannot be read
 */
export function findPrivateData(file: Blob): Promise<PrivateData> {
  const known = privateData.get(file)
  if (known) return known
  const found = request({ type: 'private-data', file }, 'private-data').then(({ data }) => data)
  privateData.set(file, found)
  found.catch(() => privateData.delete(file))
  return found
}

/**
 * Returns a file without location and device data. It has the same size and samples. Parts that could not be checked
 * do not change.
 * @throws {CompressionError} if the file cannot be read
 */
export async function withoutPrivateData(file: File): Promise<File> {
  return patchedFile(file, (await findPrivateData(file)).patches)
}
