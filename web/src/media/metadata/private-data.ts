import { Findings } from './findings.ts'
import { isIsobmff, readIsobmff } from './isobmff.ts'
import { isMatroska, readMatroska } from './matroska.ts'
import { ByteReader } from './byte-reader.ts'
import type { PrivateData } from '../model/private-data.ts'

/**
 * Finds the private metadata of a video file. The result depends on the file only, so a resumed upload sends the same
 * bytes. Reads some hundred kilobytes at most, also of large files.
 * @throws {DOMException} NotReadableError or NotFoundError if the file cannot be read
 */
export async function findPrivateData(file: Blob): Promise<PrivateData> {
  const reader = new ByteReader(file)
  const findings = new Findings()
  if (await isIsobmff(reader)) await readIsobmff(reader, findings)
  else if (await isMatroska(reader)) await readMatroska(reader, findings)
  else findings.isComplete = false
  const { hasLocation, hasDevice, device, isComplete, patches } = findings
  return { hasLocation, hasDevice, device, isComplete, patches }
}
