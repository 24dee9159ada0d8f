import { isPlainVtt } from '@reelferry/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cue } from '../../../src/features/captions/model/cue.ts'
import { parseCaptions } from '../../../src/features/captions/model/parse-captions.ts'
import { writeSrt, writeVtt } from '../../../src/features/captions/model/write-captions.ts'

const cue: Cue = {
  start: 3_723_004,
  end: 3_724_500,
  text: 'A & B <i>now</i> <3 -->',
  isAtTop: true,
}

it('writes WebVTT with escaped text', () => {
  expect(writeVtt([cue, { start: 4e6, end: 5e6, text: ' ' }])).toBe(
    'WEBVTT\n\n01:02:03.004 --> 01:02:04.500 line:0\nA &amp; B <i>now</i> &lt;3 --&gt;\n',
  )
})

it('writes SRT with numbers and commas', () => {
  expect(writeSrt([cue, { start: 4e6, end: 5e6, text: 'two\n\nlines' }])).toBe(
    '1\n01:02:03,004 --> 01:02:04,500\n{\\an8}A & B <i>now</i> <3 -->\n\n' +
      '2\n01:06:40,000 --> 01:23:20,000\ntwo\nlines\n',
  )
})

/** Words without markup and without the few characters that mean something in SRT. */
const words = fc
  .array(fc.stringMatching(/^[\p{L}\p{N}.,!?'"&<>]{1,8}$/u), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(' '))
  .filter((text) => !/<\/?\w|&#?\w+;|>|\\|^\d+$|^[\d:.,]+/.test(text))
const captions = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), words), {
    maxLength: 20,
  })
  .map((parts) => {
    let time = 0
    return parts.map(([pause, duration, text]): Cue => {
      const start = time + pause
      time = start + duration
      return { start, end: time, text }
    })
  })

describe('written captions', () => {
  it.each([
    ['WebVTT', writeVtt],
    ['SRT', writeSrt],
  ])('are read again without a change: %s', (_, write) => {
    fc.assert(
      fc.property(captions, (cues) => {
        const parsed = parseCaptions(write(cues))
        expect(parsed.cues).toEqual(cues)
        expect(parsed.issues.filter(({ code }) => code !== 'no-cues')).toEqual([])
      }),
    )
  })

  it('are accepted by the Worker, whatever a creator types', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('-->', '<b'),
    )
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const cues = texts.map((value, index) => ({ start: index, end: index + 1, text: value }))
        expect(isPlainVtt(writeVtt(cues))).toBe(true)
      }),
    )
  })

  it('of any input are valid: in order, without overlap, and stable when they are read again', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('', '1', 'WEBVTT', 'NOTE x', '<i>', '</b>', '{\\an8}', '-->'),
      fc
        .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 }))
        .map(([a, b]) => `00:00:${a},000 --> 00:00:${b},500`),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const { cues } = parseCaptions(lines.join('\n'))
        for (const [index, { start, end, text, isAtTop }] of cues.entries()) {
          expect(end).toBeGreaterThan(start)
          expect(text.trim()).not.toBe('')
          const next = cues.slice(index + 1).find((other) => other.isAtTop === isAtTop)
          if (next) expect(next.start).toBeGreaterThanOrEqual(end)
        }
        const written = writeVtt(cues)
        expect(writeVtt(parseCaptions(written).cues)).toBe(written)
      }),
    )
  })
})
