import { type Cue, maxTime } from './cue.ts'

/** A part of the sound, in seconds. */
export interface Span {
  start: number
  end: number
}

const frameSeconds = 0.02
/** The level of the noise is the one that this share of all frames is below. */
const noiseShare = 0.2
/** Speech is louder than the noise by this factor: 9 dB. */
const minRatio = 2.8
/** Frames below -50 dB are silent, however quiet the noise is. */
const minLevel = 0.003
/** Hiss changes its sign more often than vowels do: crossings per second. */
const maxCrossings = 4500
/** Shorter pauses join two parts, and shorter parts are clicks. */
const minPause = 0.35
const minSpeech = 0.2
/** Room for quiet sounds at the ends of words. */
const padding = 0.1

interface Frame {
  level: number
  crossings: number
}

function framesOf(samples: Float32Array, rate: number): Frame[] {
  const size = Math.max(1, Math.round(rate * frameSeconds))
  const frames: Frame[] = []
  for (let from = 0; from + size <= samples.length; from += size) {
    let [energy, crossings, before] = [0, 0, samples[from] ?? 0]
    for (let index = from; index < from + size; index++) {
      const sample = samples[index] ?? 0
      energy += sample * sample
      if (sample >= 0 !== before >= 0) crossings++
      before = sample
    }
    frames.push({ level: Math.sqrt(energy / size), crossings: (crossings / size) * rate })
  }
  return frames
}

/** Joins spans with short pauses, and drops short ones. */
function smooth(spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const span of spans) {
    const before = joined.at(-1)
    if (before && span.start - before.end < minPause) before.end = span.end
    else joined.push({ ...span })
  }
  return joined.filter(({ start, end }) => end - start >= minSpeech)
}

/**
 * Finds speech in a sound by its energy and its zero crossings: parts that are louder than the noise and are no hiss.
 * Loud music counts as speech too.
 * @param samples one channel, from -1 to 1
 * @param rate samples per second
 */
export function findSpeech(samples: Float32Array, rate: number): Span[] {
  const frames = framesOf(samples, rate)
  const levels = frames.map(({ level }) => level).sort((a, b) => a - b)
  const noise = levels[Math.floor(levels.length * noiseShare)] ?? 0
  const loudest = levels[Math.floor(levels.length * 0.98)] ?? 0
  // Without pauses, the noise would be speech itself.
  const threshold = Math.max(minLevel, Math.min(noise * minRatio, loudest / 3))
  const voiced = frames.flatMap(({ level, crossings }, index): Span[] =>
    level >= threshold && crossings <= maxCrossings
      ? [{ start: index * frameSeconds, end: (index + 1) * frameSeconds }]
      : [],
  )
  const duration = samples.length / rate
  return smooth(voiced).map(({ start, end }) => ({
    start: Math.max(0, start - padding),
    end: Math.min(duration, end + padding),
  }))
}

/** A cue that is longer is hard to read. */
const maxSeconds = 6

/** Empty cues at speech that has no cue yet. Long parts become several cues. */
export function cuesOfSpeech(spans: readonly Span[], cues: readonly Cue[]): Cue[] {
  const added = spans.flatMap(({ start, end }) => {
    const count = Math.max(1, Math.ceil((end - start) / maxSeconds))
    const time = (index: number) =>
      Math.min(Math.round((start + ((end - start) * index) / count) * 1000), maxTime)
    return Array.from({ length: count }, (_, index): Cue => ({
      ...{ start: time(index), end: time(index + 1) },
      text: '',
    }))
  })
  const isFree = (cue: Cue) => !cues.some(({ start, end }) => start < cue.end && cue.start < end)
  return [...cues, ...added.filter(isFree)].sort((a, b) => a.start - b.start)
}

/** The loudest sample of each of `count` equal parts, from 0 to 1: the heights of a waveform. */
export function peaksOf(samples: Float32Array, count: number): Float32Array {
  const peaks = new Float32Array(count)
  for (let index = 0; index < samples.length; index++) {
    const part = Math.min(count - 1, Math.floor((index / samples.length) * count))
    peaks[part] = Math.max(peaks[part] ?? 0, Math.abs(samples[index] ?? 0))
  }
  return peaks
}
