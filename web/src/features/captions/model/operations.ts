import { type Cue, maxTime, minDuration } from './cue.ts'
import { readingTime } from './reading-time.ts'

/** Operations of the editor. Each returns new cues in order, or the same ones if nothing changes. */
type Cues = readonly Cue[]

const replaceAt = (cues: Cues, index: number, ...replacements: Cue[]): Cue[] =>
  cues.toSpliced(index, 1, ...replacements)

/** Moves later cues back as far as necessary, so that none starts before the one before it ends. */
function pushLater(cues: Cue[], from: number): Cue[] {
  const result = [...cues]
  for (let index = from + 1; index < result.length; index++) {
    const [before, cue] = [result[index - 1], result[index]]
    if (!before || !cue || cue.start >= before.end) break
    // At the last possible time, cues become shorter in place of later.
    const start = Math.min(before.end, maxTime - minDuration)
    result[index] = { ...cue, start, end: Math.min(start + cue.end - cue.start, maxTime) }
  }
  return result
}

export function setText(cues: Cues, index: number, text: string): Cues {
  const cue = cues[index]
  return cue && cue.text !== text ? replaceAt(cues, index, { ...cue, text }) : cues
}

const clampTime = (ms: number, min: number) =>
  Math.round(Math.min(Math.max(ms, min), maxTime - minDuration))

/**
 * Sets the start of a cue, in milliseconds. The cue before it ends then at the latest. A start after the end moves the
 * whole cue, and later ones with it, as a transcript without times needs.
 */
export function setStart(cues: Cues, index: number, ms: number): Cues {
  const cue = cues[index]
  if (!cue) return cues
  const before = cues[index - 1]
  const start = clampTime(ms, before ? before.start + minDuration : 0)
  const end = start <= cue.end - minDuration ? cue.end : start + (cue.end - cue.start)
  let changed = replaceAt(cues, index, { ...cue, start, end: Math.min(end, maxTime) })
  if (before && before.end > start)
    changed = replaceAt(changed, index - 1, { ...before, end: start })
  return pushLater(changed, index)
}

/** Sets the end of a cue, in milliseconds. Cues that would start earlier move back. */
export function setEnd(cues: Cues, index: number, ms: number): Cues {
  const cue = cues[index]
  if (!cue) return cues
  const end = Math.min(Math.max(Math.round(ms), cue.start + minDuration), maxTime)
  return pushLater(replaceAt(cues, index, { ...cue, end }), index)
}

/** Splits a cue at a position of its text. The time is divided in proportion to the text. */
export function splitCue(cues: Cues, index: number, offset: number): Cues {
  const cue = cues[index]
  if (!cue || cue.end - cue.start < 2 * minDuration) return cues
  const [first, second] = [cue.text.slice(0, offset).trim(), cue.text.slice(offset).trim()]
  if (!first || !second) return cues
  const share = first.length / (first.length + second.length)
  const middle = Math.round(cue.start + (cue.end - cue.start) * share)
  const time = Math.min(Math.max(middle, cue.start + minDuration), cue.end - minDuration)
  return replaceAt(
    cues,
    index,
    { ...cue, end: time, text: first },
    { ...cue, start: time, text: second },
  )
}

/** Joins a cue with the next one. */
export function mergeWithNext(cues: Cues, index: number): Cues {
  const [cue, next] = [cues[index], cues[index + 1]]
  if (!cue || !next) return cues
  const text = [cue.text, next.text].filter(Boolean).join('\n')
  return cues.toSpliced(index, 2, { ...cue, text, end: Math.max(cue.end, next.end) })
}

export const removeCue = (cues: Cues, index: number): Cues =>
  index in cues ? cues.toSpliced(index, 1) : cues

/**
 * Adds an empty cue at a time, in milliseconds: between two cues, or after the one that is shown then.
 * @returns the cues and the index of the new one
 */
export function insertCue(cues: Cues, ms: number): { cues: Cues; index: number } {
  const time = clampTime(ms, 0)
  const index = cues.findLastIndex(({ start }) => start <= time) + 1
  const start = Math.max(time, cues[index - 1]?.end ?? 0)
  const next = cues[index]?.start ?? maxTime
  const end = Math.min(start + readingTime('') * 2, Math.max(next, start + minDuration))
  return { cues: pushLater(cues.toSpliced(index, 0, { start, end, text: '' }), index), index }
}

/** Moves all cues by the same time, in milliseconds; not farther than to the start of the video. */
export function shiftAll(cues: Cues, ms: number): Cues {
  const [first, last] = [cues[0], cues.at(-1)]
  if (!first || !last) return cues
  const latest = Math.max(...cues.map(({ end }) => end))
  const by = Math.round(Math.min(Math.max(ms, -first.start), maxTime - latest))
  return by === 0 ? cues : cues.map((cue) => ({ ...cue, start: cue.start + by, end: cue.end + by }))
}

/** Replaces every occurrence of a text. Returns the cues and the number of occurrences. */
export function replaceText(
  cues: Cues,
  query: string,
  replacement: string,
  matchCase: boolean,
): { cues: Cues; count: number } {
  if (query === '') return { cues, count: 0 }
  const pattern = new RegExp(query.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), matchCase ? 'g' : 'gi')
  let count = 0
  const changed = cues.map((cue) => {
    const text = cue.text.replace(pattern, () => (count++, replacement))
    return text === cue.text ? cue : { ...cue, text }
  })
  return count > 0 ? { cues: changed, count } : { cues, count }
}
