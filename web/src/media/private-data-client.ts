/** The page's client of the check for private data. */
import { CompressionError, request } from './media-client.ts'
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
  const found = findInWorker(file).catch((error: unknown) => {
    // A page may forbid workers. The check reads little, so it can run on the page.
    if (error instanceof CompressionError && error.failure === 'not-loaded') return findOnPage(file)
    throw error
  })
  privateData.set(file, found)
  found.catch(() => privateData.delete(file))
  return found
}

const findInWorker = async (file: Blob): Promise<PrivateData> =>
  (await request({ type: 'private-data', file }, 'private-data')).data

const findOnPage = async (file: Blob): Promise<PrivateData> =>
  (await import('./metadata/private-data.ts')).findPrivateData(file)

/**
 * Returns a file without location and device data. It has the same size and samples. Parts that could not be checked
 * do not change.
 * @throws {CompressionError} if the file cannot be read
 */
export async function withoutPrivateData(file: File): Promise<File> {
  return patchedFile(file, (await findPrivateData(file)).patches)
}
