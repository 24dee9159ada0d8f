import { ByteReader } from './byte-reader.ts'
import { Findings } from './findings.ts'
import { isIsobmff, readIsobmff } from './isobmff.ts'
import { isMatroska, readMatroska } from './matroska.ts'
import type { Patch } from './patch.ts'

/** The private metadata of a file, and how to remove it. */
export interface PrivateData {
  /** Whether the file states where it was recorded. */
  hasLocation: boolean
  /** Whether it describes the device, or contains data of its vendor. */
  hasDevice: boolean
  /** Make and model of the device; `''` if unknown. */
  device: string
  /** Whether the whole file was checked. Other formats than MP4, QuickTime, Matroska and WebM are not. */
  isComplete: boolean
  /** Replaces the private metadata by empty elements of the same length. Samples and offsets do not change. */
  patches: Patch[]
}

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
