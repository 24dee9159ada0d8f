import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rangeStep } from '../../../src/features/watch/model/range.ts'

const range = { start: 10, end: 20 }
const playing = (currentTime: number) => ({ currentTime, seeking: false })
const seeking = (currentTime: number) => ({ currentTime, seeking: true })

describe('rangeStep', () => {
  it('knows the time until the end', () => {
    expect(rangeStep(playing(12), range, true)).toEqual({ kind: 'inside', remaining: 8 })
    expect(rangeStep(playing(12), { start: 0, end: Infinity }, true)).toEqual({
      kind: 'inside',
      remaining: Infinity,
    })
  })

  it('ends a range at its end, or up to a frame before', () => {
    expect(rangeStep(playing(20), range, true).kind).toBe('after')
    expect(rangeStep(playing(19.97), range, false).kind).toBe('after')
    expect(rangeStep(playing(19.8), range, false).kind).toBe('inside')
  })

  it('lets viewers leave a range unless it is strict', () => {
    expect(rangeStep(seeking(5), range, false).kind).toBe('leave')
    expect(rangeStep(seeking(25), range, false).kind).toBe('leave')
    expect(rangeStep(seeking(15), range, false).kind).toBe('inside')
    expect(rangeStep(seeking(5), range, true).kind).toBe('before')
    expect(rangeStep(seeking(25), range, true).kind).toBe('after')
  })

  it('never leaves a strict range', () => {
    const time = fc.double({ min: 0, max: 1e5, noNaN: true })
    fc.assert(
      fc.property(time, time, time, fc.boolean(), (currentTime, a, b, isSeeking) => {
        const strict = { start: Math.min(a, b), end: Math.max(a, b) }
        const { kind } = rangeStep({ currentTime, seeking: isSeeking }, strict, true)
        expect(kind).not.toBe('leave')
        if (currentTime > strict.end) expect(kind).toBe('after')
      }),
    )
  })
})
