import { formatOfExtension, splitName, uploadNameOf } from '@reelferry/contract'
import { readFormat } from '../../../platform/read-format.ts'

/**
 * Resolves with the name under which a file is uploaded. Reads its first bytes if its extension is not that of a video.
 * @throws {DOMException} NotReadableError or NotFoundError if the file cannot be read
 */
export async function uploadNameFor(file: File): Promise<string> {
  const isKnown = formatOfExtension(splitName(file.name).extension) !== undefined
  return uploadNameOf(file, isKnown ? undefined : await readFormat(file))
}

/** Resolves with the file under the name with which it is uploaded. Its content is not copied. */
export async function withUploadName(file: File): Promise<File> {
  const name = await uploadNameFor(file)
  const { type, lastModified } = file
  return name === file.name ? file : new File([file], name, { type, lastModified })
}
