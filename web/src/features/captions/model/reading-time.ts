import { type Cue, maxTime } from './cue.ts'

/** Characters that people read in a second; a Chinese, Japanese or Korean character takes as long as three letters. */
const lettersPerSecond = 15
const wideLetters = 3
const wide = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/g

/** Limits of the time that a text is shown, in milliseconds. */
const [shortest, longest] = [1000, 7000]

/** Milliseconds that people need to read a text. */
export function readingTime(text: string): number {
  const letters = text.length + (text.match(wide)?.length ?? 0) * (wideLetters - 1)
  return Math.min(Math.max(Math.round((letters / lettersPerSecond) * 1000), shortest), longest)
}

/**
 * Cues with estimated times, one after the other.
 * @param duration of the video in seconds, 0 if unknown. If the texts need longer, all times are shortened
 */
export function estimateTimes(texts: readonly string[], duration: number): Cue[] {
  const times = texts.map(readingTime)
  const total = times.reduce((sum, time) => sum + time, 0)
  const available = duration > 0 ? Math.min(duration * 1000, maxTime) : maxTime
  const scale = Math.min(1, available / Math.max(total, 1))
  let end = 0
  return texts.map((text, index) => {
    const start = end
    end = start + Math.max(1, Math.floor((times[index] ?? 0) * scale))
    return { start, end, text }
  })
}
