import { tEditControl } from '../../i18n/chunks/edit-control.ts'
import { formatClock } from '../../i18n/times.ts'
import type { Trim } from '../../media/model/trim.ts'
import type { CoverState } from './model/edit.ts'

/** Short texts about the edits that were chosen for a video. */
export const editNotes = (trim: Trim | undefined, cover: CoverState | undefined): string[] => [
  ...(trim ? [tEditControl('trimmed', { length: formatClock(trim.end - trim.start) })] : []),
  ...(cover && cover.state !== 'failed' ? [tEditControl(`cover.${cover.state}`)] : []),
]
