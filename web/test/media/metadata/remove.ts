import { expect } from 'vitest'
import { findPrivateData } from '../../../src/media/metadata/private-data.ts'
import { patchedFile } from '../../../src/media/metadata/patch.ts'
import { bytesOf } from './build-file.ts'

/** Removes the private metadata. Returns the result also as text, in which each byte is one character. */
export async function remove(file: File) {
  const data = await findPrivateData(file)
  const result = await bytesOf(patchedFile(file, data.patches))
  expect(result).toHaveLength(file.size)
  return { data, result, text: result.map((byte) => String.fromCharCode(byte)).join('') }
}
