import { tQuality } from '../../../i18n/chunks/quality.ts'
import type { PrivateData } from '../../../media/model/private-data.ts'

/** Private data that was found in a file. */
export type PrivateDataSummary = Omit<PrivateData, 'patches'>

/** Short texts about location and device data in a file. The texts of the quality choice must be loaded. */
export function privateNotes({
  hasLocation,
  hasDevice,
  device,
  isComplete,
}: PrivateDataSummary): string[] {
  const notes = []
  if (hasLocation) notes.push(tQuality('containsLocation'))
  else if (hasDevice) notes.push(tQuality('containsDevice'))
  if (device) notes.push(device)
  if (!isComplete) notes.push(tQuality('notChecked'))
  return notes
}
