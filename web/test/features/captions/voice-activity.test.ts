import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cuesOfSpeech,
  findSpeech,
  peaksOf,
} from '../../../src/features/captions/model/voice-activity.ts'

const rate = 8000

/** Deterministic noise from -1 to 1. */
function createNoise(seed: number) {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 1073741824 - 1
  }
}

/** Noise with bursts like voiced speech: a tone of 150 Hz with harmonics, four syllables a second. */
function soundOf(seconds: number, bursts: [start: number, end: number][], noiseLevel = 0.005) {
  const noise = createNoise(7)
  return Float32Array.from({ length: seconds * rate }, (_, index) => {
    const time = index / rate
    const isSpeech = bursts.some(([start, end]) => time >= start && time < end)
    const tone = [1, 2, 3].reduce(
      (sum, harmonic) => sum + Math.sin(2 * Math.PI * 150 * harmonic * time) / harmonic,
      0,
    )
    const syllable = 0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * time)
    return noise() * noiseLevel + (isSpeech ? tone * syllable * 0.15 : 0)
  })
}

const rounded = (spans: readonly { start: number; end: number }[]) =>
  spans.map(({ start, end }) => [Math.round(start * 5) / 5, Math.round(end * 5) / 5])

describe('voice activity', () => {
  it('finds bursts of speech in silence and in noise', () => {
    const bursts: [number, number][] = [
      [1, 2.5],
      [4, 5],
    ]
    const expected = [
      [0.8, 2.6],
      [3.8, 5],
    ]
    for (const level of [0, 0.005, 0.02]) {
      const found = findSpeech(soundOf(7, bursts, level), rate)
      expect(found).toHaveLength(2)
      for (const [index, span] of found.entries()) {
        expect(Math.abs(span.start - (expected[index]?.[0] ?? 0))).toBeLessThan(0.25)
        expect(Math.abs(span.end - (expected[index]?.[1] ?? 0))).toBeLessThan(0.25)
      }
    }
  })

  it('joins words with a short pause, and ignores clicks', () => {
    const found = findSpeech(
      soundOf(6, [
        [1, 1.6],
        [1.8, 2.4],
        [4, 4.05],
      ]),
      rate,
    )
    expect(rounded(found)).toHaveLength(1)
  })

  it('finds nothing in silence and in hiss', () => {
    expect(findSpeech(new Float32Array(5 * rate), rate)).toEqual([])
    const noise = createNoise(3)
    const hiss = Float32Array.from({ length: 5 * rate }, (_, index) =>
      index > 2 * rate && index < 3 * rate ? ((index % 2) * 2 - 1) * 0.3 : noise() * 0.002,
    )
    expect(findSpeech(hiss, rate)).toEqual([])
    expect(findSpeech(new Float32Array(), rate)).toEqual([])
  })

  it('creates empty cues, and none where there are cues', () => {
    const spans = [
      { start: 1, end: 2 },
      { start: 4, end: 14 },
    ]
    const existing = [{ start: 900, end: 1500, text: 'here' }]
    expect(cuesOfSpeech(spans, existing)).toEqual([
      ...existing,
      { start: 4000, end: 9000, text: '' },
      { start: 9000, end: 14_000, text: '' },
    ])
  })

  it('returns spans in order and inside of the sound', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 2, noNaN: true }), fc.nat(3)), { maxLength: 4 }),
        (bursts) => {
          let end = 0
          const sound = soundOf(
            4,
            bursts.map(([start, length]) => [start, start + length / 2]),
          )
          for (const span of findSpeech(sound, rate)) {
            expect(span.start).toBeGreaterThanOrEqual(end)
            expect(span.end).toBeLessThanOrEqual(4)
            end = span.end - 0.2
          }
        },
      ),
      { numRuns: 20 },
    )
  })
})

it('a waveform has the loudest sample of each part', () => {
  expect([...peaksOf(Float32Array.from([0, -0.5, 0.25, 1]), 2)]).toEqual([0.5, 1])
})
