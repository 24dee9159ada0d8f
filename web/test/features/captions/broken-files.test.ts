/** Broken caption files of the kinds that public sources contain. */
import { isPlainVtt } from '@reelferry/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  parseCaptionFile,
  parseCaptions,
} from '../../../src/features/captions/model/parse-captions.ts'
import { writeVtt } from '../../../src/features/captions/model/write-captions.ts'

const times = '00:00:01,000 --> 00:00:02,500'
const later = '00:00:03,000 --> 00:00:04,000'
const textsOf = (source: string) => parseCaptions(source).cues.map(({ text }) => text)
const codesOf = (source: string) => parseCaptions(source).issues.map(({ code }) => code)

describe('broken files', () => {
  it('may mix the line breaks of all systems', () => {
    expect(textsOf(`1\r\n${times}\rFirst\n\r\n2\r${later}\r\nSecond\r`)).toEqual([
      'First',
      'Second',
    ])
  })

  it('may lack the blank lines and the numbers at some places only', () => {
    const source = `${times}\nFirst\n2\n${later}\nSecond\n00:00:05,000 --> 00:00:06,000\nThird`
    expect(textsOf(source)).toEqual(['First', 'Second', 'Third'])
  })

  it('may be joined files, with a byte order mark and numbers from 1 in the middle', () => {
    const part = `1\n${times}\nFirst\n`
    expect(textsOf(`\ufeff${part}\n\ufeff1\n${later}\nSecond`)).toEqual(['First', 'Second'])
  })

  it('keep the direction of their text, without characters that override it', () => {
    const hebrew = '\u200fשלום, Ada!\u200f'
    const arabic = '\u202bمرحبا بكم في الميناء\u202c'
    expect(textsOf(`${times}\n${hebrew}\n\n${later}\n${arabic}`)).toEqual([
      hebrew,
      'مرحبا بكم في الميناء',
    ])
  })

  it('may have empty cues, which are left out with their line', () => {
    const source = `1\n${times}\n\n2\n${later}\n   \n\n3\n00:00:05,000 --> 00:00:06,000\n<i></i>\n`
    expect(parseCaptions(source).issues).toEqual([
      { line: 1, code: 'no-cues' },
      { line: 2, code: 'no-text' },
      { line: 5, code: 'no-text' },
      { line: 9, code: 'no-text' },
    ])
  })

  it('may have times that are negative, reversed or overlap', () => {
    const source = [
      '-00:00:01,000 --> 00:00:02,000\nnegative',
      '00:00:01,500 --> 00:00:09,000\noverlaps',
      '00:00:05,000 --> 00:00:04,000\nreversed',
    ].join('\n\n')
    expect(parseCaptions(source).cues).toMatchObject([
      { start: 0, end: 1500 },
      { start: 1500, end: 5000 },
      { start: 5000, end: 6000 },
    ])
    expect(codesOf(source)).toEqual(['time-format', 'overlap', 'overlap', 'end-before-start'])
  })

  it('may be pages of HTML or have its markup', () => {
    const source = `<html><body>\n1\n${times}\n<p class="x">One<br/>two</p>\n<a href="javascript:x">three</a>\n</body></html>`
    expect(textsOf(source)[0]).toMatch(/^One\ntwo\nthree/)
  })

  it('may be WebVTT with styles, regions and notes between cues', () => {
    const source = [
      'WEBVTT\nKind: captions\nLanguage: en',
      'REGION\nid:fred\nwidth:40%',
      'STYLE\n::cue(b) {\n  color: peachpuff;\n}',
      'NOTE\n00:00:09.000 --> 00:00:10.000 is not a cue',
      '1\n00:01.000 --> 00:02.000 region:fred align:left\nFirst',
      'NOTE one line',
      '00:03.000 --> 00:04.000\nSecond',
    ].join('\n\n')
    expect(textsOf(source)).toEqual(['First', 'Second'])
    expect(codesOf(source)).toEqual([
      'block-ignored',
      'block-ignored',
      'block-ignored',
      'block-ignored',
    ])
  })

  it('may have a byte order mark, or be empty', () => {
    const bytes = new TextEncoder().encode(`1\n${times}\nplain\n`)
    expect(parseCaptionFile(bytes)).toMatchObject({ encoding: 'utf-8', issues: [] })
    expect(parseCaptionFile(Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes])).cues).toHaveLength(1)
    expect(parseCaptionFile(new Uint8Array()).issues).toEqual([{ line: 1, code: 'no-cues' }])
  })

  const long = 150_000
  it.each([
    ['a'],
    ['-'],
    [' '],
    ['1'],
    ['1:'],
    ['<'],
    ['<b>'],
    ['<b>x<i>y</b>z</i>'],
    ['<b></b>'],
    ['{\\'],
    ['&#1'],
    ['-->'],
    ['- '],
    ['\n'],
    ['\n '],
    ['\ufeff'],
  ])('may have %j for 150,000 characters, and are read in linear time', (part) => {
    const line = part.repeat(long / part.length)
    // The test would time out if the time grew with the square of the length.
    for (const source of [
      line,
      `1\n${times}\nx${line}y\n`,
      `${times} ${line}x\nText`,
      `WEBVTT ${line}\n\nNOTE ${line}\n\n00:01.000 ${line} --> 00:02.000`,
    ])
      expect(isPlainVtt(writeVtt(parseCaptions(source).cues))).toBe(true)
  })

  const valid = `1\n${times}\nThe <i>first</i> boat\n\n2\n${later}\nleaves &amp; returns\n`
  const fragment = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom(
      '\n',
      '\r',
      '\r\n\r\n',
      '-->',
      ' --> 00:00:01',
      '<',
      '</i>',
      'WEBVTT\n\n',
      '9:',
    ),
  )
  const change = fc.record({ at: fc.nat(valid.length), removed: fc.nat(12), inserted: fragment })
  const damaged = fc
    .array(change, { maxLength: 12 })
    .map((changes) =>
      changes.reduce(
        (text, { at, removed, inserted }) =>
          text.slice(0, at) + inserted + text.slice(at + removed),
        valid,
      ),
    )

  it('that are damaged anywhere become captions that can be stored and read again', () => {
    fc.assert(
      fc.property(damaged, (source) => {
        const { cues } = parseCaptions(source)
        const written = writeVtt(cues)
        expect(isPlainVtt(written)).toBe(true)
        expect(parseCaptions(written).cues).toEqual(cues)
      }),
    )
  })

  it('of any bytes are read without an error, and every issue names a line of the file', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      damaged.map((text) => new TextEncoder().encode(text)),
    )
    fc.assert(
      fc.property(bytes, (content) => {
        const { cues, issues } = parseCaptionFile(content)
        expect(isPlainVtt(writeVtt(cues))).toBe(true)
        for (const { line } of issues) expect(line).toBeGreaterThan(0)
      }),
    )
  })
})
