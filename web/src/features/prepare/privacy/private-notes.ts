import { tQuality } from '../../../i18n/chunks/quality.ts'
import type { PrivateData } from '../../../media/model/private-data.ts'

type Summary = Omit<PrivateData, 'patches'>

/** Short texts about location and device data in a file. */
export function privateNotes({ hasLocation, hasDevice, device, isComplete }: Summary): string[] {
  const notes = []
  if (hasLocation) notes.push(tQuality('containsLocation'))
  else if (hasDevice) notes.push(tQuality('containsDevice'))
  if (device) notes.push(device)
  if (!isComplete) notes.push(tQuality('notChecked'))
  return notes
}
