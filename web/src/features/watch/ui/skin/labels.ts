import { qualityName } from '../../model/quality-name.ts'
import type { SkinScope } from './part.ts'
import type { QualityChoice } from './quality.ts'

/** The name of a playback rate. */
export const rateName = (rate: number): string => `${rate}×`

/** The name of the current quality. */
export function qualityLabel({ texts, data }: SkinScope, quality: QualityChoice): string {
  const { chosen, playing } = quality.current()
  if (chosen > 0) return qualityName(chosen, data())
  return playing > 0 ? qualityName(playing, data()) : texts.auto
}
