import { type Cue, maxTime } from './cue.ts'
import type { Issue, IssueCode } from './issue.ts'
import { readingTime } from './reading-time.ts'

/** A cue that was read, with the line of its times. */
export interface LocatedCue extends Cue {
  line: number
}

const withoutLine = ({ start, end, text, isAtTop }: LocatedCue): Cue => ({
  ...{ start, end, text },
  ...(isAtTop && { isAtTop }),
})

/**
 * Brings cues into order: sorted by start, each later than its start, and none longer than until the next one starts.
 * Cues that start together become one. A cue at the top may overlap one at the bottom.
 */
export function normalizeCues(cues: readonly LocatedCue[]): { cues: Cue[]; issues: Issue[] } {
  const issues: Issue[] = []
  const report = ({ line }: LocatedCue, code: IssueCode) => issues.push({ line, code })
  let latest = 0
  for (const cue of cues) {
    if (cue.start < latest) report(cue, 'out-of-order')
    latest = Math.max(latest, cue.start)
  }
  const sorted = cues.map((cue) => ({ ...cue })).sort((a, b) => a.start - b.start)
  const result: LocatedCue[] = []
  for (const cue of sorted) {
    if (cue.end <= cue.start) {
      report(cue, 'end-before-start')
      cue.end = cue.start + readingTime(cue.text)
    }
    if (cue.end > maxTime) cue.end = maxTime
    // A cue at the last possible time has no room for a duration.
    if (cue.start >= cue.end) cue.start = cue.end - 1
    const before = result.findLast(({ isAtTop }) => isAtTop === cue.isAtTop)
    if (before && before.start >= cue.start) {
      report(cue, 'same-start')
      before.text += `\n${cue.text}`
      before.end = Math.max(before.end, cue.end)
      continue
    }
    if (before && before.end > cue.start) {
      report(before, 'overlap')
      before.end = cue.start
    }
    result.push(cue)
  }
  return { cues: result.map(withoutLine), issues }
}
