import type { Cue } from './cue.ts'
import type { Span } from './voice-activity.ts'

/** Speech recognition reports a phrase about this many seconds after its end. */
const delay = 0.7

/** Letters of one cue: two lines. */
const maxLetters = 84

/**
 * The time of a recognized phrase, in seconds: from the start of the speech after the phrase before to the end of the
 * speech before the report.
 * @param speech parts of the sound with speech
 * @param from end of the phrase before
 * @param to position of the sound when the phrase was reported
 */
export function timeOfPhrase(speech: readonly Span[], from: number, to: number): Span {
  const spoken = speech.filter(({ start, end }) => end > from && start < to)
  // Speech that has just started belongs to the next phrase.
  const finished = spoken.filter(({ start }) => start < to - delay)
  const parts = finished.length > 0 ? finished : spoken
  const start = Math.max(from, parts[0]?.start ?? from)
  return { start, end: Math.max(start, Math.min(to, parts.at(-1)?.end ?? to)) }
}

/** Splits a text between words, or between characters where it has no spaces. */
function partsOf(text: string): string[] {
  const [words, separator] = /\s/.test(text.trim())
    ? [text.trim().split(/\s+/), ' ']
    : [[...text], '']
  const count = Math.ceil(text.length / maxLetters)
  const target = text.length / count
  const parts: string[] = []
  for (const word of words) {
    const last = parts.at(-1)
    if (last === undefined || last.length + word.length / 2 > target) parts.push(word)
    else parts[parts.length - 1] = last + separator + word
  }
  return parts
}

/**
 * Adds a recognized phrase to cues, in order. Empty cues in its time are replaced; a phrase at the time of a cue with text
 * is left out, because somebody has written that.
 * @param time of the phrase, in seconds
 */
export function addPhrase(cues: readonly Cue[], text: string, time: Span): readonly Cue[] {
  const [start, end] = [Math.round(time.start * 1000), Math.round(time.end * 1000)]
  const overlaps = (cue: Cue) => cue.start < end && start < cue.end
  if (end <= start || cues.some((cue) => cue.text.trim() !== '' && overlaps(cue))) return cues
  const parts = partsOf(text)
  const letters = parts.reduce((sum, part) => sum + part.length, 0)
  let position = start
  const added = parts.map((part): Cue => {
    const from = position
    position = Math.round(from + ((end - start) * part.length) / letters)
    return { start: from, end: position, text: part }
  })
  const last = added.at(-1)
  if (last) last.end = end
  return [...cues.filter((cue) => !overlaps(cue)), ...added].toSorted((a, b) => a.start - b.start)
}
