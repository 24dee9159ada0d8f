import {
  compressionRejectionOf,
  estimateOf,
  preselect,
} from '../../../media/model/compression-plan.ts'
import { type Choice, presets } from '../../../media/model/quality.ts'
import type { Trim } from '../../../media/model/trim.ts'
import { measuredUploadSpeed } from '../../../platform/measured-speeds.ts'
import { inspectFile } from './inspection.ts'

/** A quality that does not need a number. */
export type QualityName = Exclude<Choice['quality'], 'Custom'>

/** The quality that suits a file. */
export interface Suggestion {
  /** Whether this browser can compress the file; `undefined` if that is unknown. */
  canCompress: boolean | undefined
  choice: Choice
}

/** Circumstances of a suggestion. */
export interface QualityWishes {
  /** The creator's default. Absent to suggest the quality that is published soonest. */
  preferred?: QualityName | undefined
  trim?: Trim | undefined
  /** Whether the caller still needs the result. */
  isWanted: () => boolean
}

const original: Choice = { quality: 'Original' }

/** Suggests a quality for a file: the preferred one if the file becomes smaller with it. Inspects the file for that. */
export async function suggestQuality(
  file: File,
  { preferred, trim, isWanted }: QualityWishes,
): Promise<Suggestion> {
  const { inspection, probed, ended } = inspectFile(file, isWanted)
  // The speed of this device has no influence on the creator's default.
  await (preferred ? probed : ended)
  const { state, media, encoding } = inspection.value
  const isUnusable = state === 'unreadable' || state === 'unsupported'
  if (!media) return { canCompress: isUnusable ? false : undefined, choice: original }
  if (compressionRejectionOf(media)) return { canCompress: false, choice: original }
  const speeds = { megapixels: undefined, ...encoding, upload: measuredUploadSpeed() }
  const estimate = (quality: QualityName) => estimateOf(media, file.size, { quality }, speeds, trim)
  if (!preferred)
    return { canCompress: true, choice: preselect(estimate('Original'), presets.map(estimate)) }
  // Before the bitrate is planned, the size of Auto is unknown. It may be smaller than any other.
  const isSmaller = preferred === 'Auto' || estimate(preferred).size < estimate('Original').size
  return { canCompress: true, choice: isSmaller ? { quality: preferred } : original }
}
