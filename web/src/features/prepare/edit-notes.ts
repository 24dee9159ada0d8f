import { tQueue } from '../../i18n/chunks/queue.ts'
import { formatClock } from '../../i18n/times.ts'
import type { Trim } from '../../media/model/trim.ts'
import type { CoverState } from './model/edit.ts'

const coverTexts = { chosen: 'coverChosen', sending: 'coverSending', sent: 'coverSent' } as const

/** Short texts about the edits that were chosen for a video. */
export const editNotes = (trim: Trim | undefined, cover: CoverState | undefined): string[] => [
  ...(trim ? [tQueue('trimmed', { length: formatClock(trim.end - trim.start) })] : []),
  ...(cover && cover.state !== 'failed' ? [tQueue(coverTexts[cover.state])] : []),
]
