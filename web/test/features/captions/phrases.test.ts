import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addPhrase, timeOfPhrase } from '../../../src/features/captions/model/phrases.ts'

const speech = [
  { start: 1, end: 3 },
  { start: 4, end: 5 },
  { start: 8, end: 12 },
]

describe('the time of a recognized phrase', () => {
  it('is that of the speech since the phrase before', () => {
    expect(timeOfPhrase(speech, 0, 5.8)).toEqual({ start: 1, end: 5 })
    expect(timeOfPhrase(speech, 5, 12.5)).toEqual({ start: 8, end: 12 })
  })

  it('has no part of the speech that has just started', () => {
    expect(timeOfPhrase(speech, 0, 4.3)).toEqual({ start: 1, end: 3 })
  })

  it('is that of the report if the sound has no speech there', () => {
    expect(timeOfPhrase([], 2, 4)).toEqual({ start: 2, end: 4 })
    expect(timeOfPhrase(speech, 6, 7)).toEqual({ start: 6, end: 7 })
  })

  it('never ends before it starts', () => {
    const second = fc.double({ min: 0, max: 20, noNaN: true })
    fc.assert(
      fc.property(second, second, (a, b) => {
        const { start, end } = timeOfPhrase(speech, Math.min(a, b), Math.max(a, b))
        expect(end).toBeGreaterThanOrEqual(start)
        expect(start).toBeGreaterThanOrEqual(Math.min(a, b))
      }),
    )
  })
})

describe('a recognized phrase', () => {
  const cue = (start: number, end: number, text: string) => ({ start, end, text })

  it('becomes a cue, and replaces empty ones', () => {
    const cues = [cue(0, 500, 'before'), cue(900, 2000, ''), cue(2100, 3200, '')]
    expect(addPhrase(cues, 'the first boat', { start: 1, end: 3 })).toEqual([
      cue(0, 500, 'before'),
      cue(1000, 3000, 'the first boat'),
    ])
  })

  it('changes no cue that has a text', () => {
    const cues = [cue(2000, 2500, 'written')]
    expect(addPhrase(cues, 'the first boat', { start: 1, end: 3 })).toBe(cues)
    expect(addPhrase(cues, 'nothing', { start: 4, end: 4 })).toBe(cues)
  })

  it.each([
    ['words', 'a boat leaves the harbour '.repeat(10).trim(), ' '],
    ['characters', '第一班渡轮在日出之前离开港口'.repeat(12), ''],
  ])('becomes several cues between %s if it is long', (_, text, separator) => {
    const cues = addPhrase([], text, { start: 10, end: 40 })
    expect(cues.length).toBeGreaterThan(1)
    expect(cues.map((part) => part.text).join(separator)).toBe(text)
    for (const part of cues) expect(part.text.length).toBeLessThanOrEqual(84 * 1.5)
    expect([cues[0]?.start, cues.at(-1)?.end]).toEqual([10_000, 40_000])
    for (const [index, part] of cues.entries())
      if (index > 0) expect(part.start).toBe(cues[index - 1]?.end)
  })
})
