import { describe, expect, it } from 'vitest'
import {
  parseCaptionFile,
  parseCaptions,
} from '../../../src/features/captions/model/parse-captions.ts'

const cuesOf = (source: string) => parseCaptions(source).cues
const textsOf = (source: string) => cuesOf(source).map(({ text }) => text)
const issuesOf = (source: string) =>
  parseCaptions(source).issues.map(({ line, code }) => `${line} ${code}`)

const first = '1\n00:00:01,000 --> 00:00:02,500\nThe first boat\n'
const clean = `${first}\n2\n00:00:03,000 --> 00:00:04,000\nleaves <i>early</i>\n`

describe('SRT', () => {
  it('reads times and text, and reports nothing for a correct file', () => {
    expect(parseCaptions(clean)).toEqual({
      format: 'srt',
      cues: [
        { start: 1000, end: 2500, text: 'The first boat' },
        { start: 3000, end: 4000, text: 'leaves <i>early</i>' },
      ],
      issues: [],
    })
  })

  it.each([
    ['CRLF', clean.replaceAll('\n', '\r\n')],
    ['CR only', clean.replaceAll('\n', '\r')],
    ['a byte order mark', `\ufeff${clean}`],
    ['blank lines in front', `\n\n${clean}`],
    ['no blank line between cues', clean.replace('\n\n', '\n')],
    ['no numbers', clean.replace(/^\d\n/gm, '')],
    ['numbers from 0', clean.replace(/^(\d)\n/gm, (_, n) => `${Number(n) - 1}\n`)],
    ['no line break at the end', clean.trimEnd()],
    ['blank lines after each cue', clean.replaceAll('\n\n', '\n\n\n\n')],
    ['spaces at the ends of lines', clean.replaceAll('\n', '  \n')],
  ])('reads a file with %s', (_, source) => {
    expect(cuesOf(source)).toEqual(cuesOf(clean))
    expect(issuesOf(source)).toEqual([])
  })

  it.each([
    ['00:00:01.000 --> 00:00:02.500', 1000, 2500],
    ['0:0:1,0 --> 0:0:2,5', 1000, 2500],
    ['00:00:01:000 --> 00:00:02:500', 1000, 2500],
    ['00:01,000 --> 00:02,500', 1000, 2500],
    ['00:00:01 --> 00:00:02', 1000, 2000],
    ['00:00:01,46 --> 00:00:02,83', 1460, 2830],
    ['00:28:41,1000 --> 00:28:43,000', 1722000, 1723000],
    ['00:00:01,000-->00:00:02,500', 1000, 2500],
    ['00:00:01,000 -> 00:00:02,500', 1000, 2500],
    ['00:00:01,000 —> 00:00:02,500', 1000, 2500],
    ['00:00:01,000 - -> 00:00:02,500', 1000, 2500],
    ['00：00：01，000 --> 00：00：02，500', 1000, 2500],
    ['-00:00:01,000 --> 00:00:02,500', 0, 2500],
  ])('reads the times %s and reports them', (times, start, end) => {
    const { cues, issues } = parseCaptions(`1\n${times}\nText\n`)
    expect(cues).toEqual([{ start, end, text: 'Text' }])
    expect(issues).toEqual([{ line: 2, code: 'time-format' }])
  })

  it('ignores the coordinates after the times', () => {
    expect(parseCaptions(first.replace('2,500', '2,500 X1:40 X2:600 Y1:20 Y2:50'))).toEqual(
      parseCaptions(first),
    )
  })

  it('refuses a line that only looks like times', () => {
    const source = `${first}\n2\n00:00:xx,000 --> 00:00:04,000\nlost\n\n3\n00:00:61 --> what\nlost\n`
    expect(textsOf(source)).toEqual(['The first boat'])
    expect(issuesOf(source)).toEqual([
      '6 time-invalid',
      '7 text-without-time',
      '10 time-invalid',
      '11 text-without-time',
    ])
  })

  it('joins the lines of a cue with a blank line inside, and reports it', () => {
    const source = '1\n00:00:01,000 --> 00:00:02,500\n帝国軍\n\n中央の第４艦隊を撃破\n'
    expect(textsOf(source)).toEqual(['帝国軍\n中央の第４艦隊を撃破'])
    expect(issuesOf(source)).toEqual(['2 blank-line'])
  })

  it('reads a text that is a number, and numbers that look like times', () => {
    const source = `1\n00:00:01,000 --> 00:00:02,500\n1984\n\n2\n00:00:03,000 --> 00:00:04,000\nAt 10:30:\n1.567.202.\n`
    expect(textsOf(source)).toEqual(['1984', 'At 10:30:\n1.567.202.'])
  })

  it('drops an empty cue and reports its line', () => {
    const source = `${first}\n2\n00:00:03,000 --> 00:00:04,000\n\n\n3\n00:00:05,000 --> 00:00:06,000\nEnd\n`
    expect(textsOf(source)).toEqual(['The first boat', 'End'])
    expect(issuesOf(source)).toEqual(['6 no-text'])
  })

  it('refuses text without times in front', () => {
    expect(issuesOf(`Subtitles by nobody\n\n${first}`)).toEqual(['1 text-without-time'])
  })

  it('sorts cues, and shortens one that overlaps the next', () => {
    const source = [
      '00:00:05,000 --> 00:00:07,000\nlater',
      '00:00:01,000 --> 00:00:06,000\nearlier',
    ].join('\n\n')
    expect(cuesOf(source)).toEqual([
      { start: 1000, end: 5000, text: 'earlier' },
      { start: 5000, end: 7000, text: 'later' },
    ])
    expect(issuesOf(source)).toEqual(['4 out-of-order', '4 overlap'])
  })

  it('joins cues that start together, and keeps one at the top beside one at the bottom', () => {
    const times = '00:00:01,000 --> 00:00:02,000'
    expect(cuesOf(`${times}\nboth\n\n${times}\nlines\n\n${times}\n{\\an8}Harbor`)).toEqual([
      { start: 1000, end: 2000, text: 'both\nlines' },
      { start: 1000, end: 2000, text: 'Harbor', isAtTop: true },
    ])
  })

  it('gives a cue that ends before it starts the time to read it', () => {
    const source = '00:00:05,000 --> 00:00:04,000\nFive seconds\n'
    expect(cuesOf(source)).toEqual([{ start: 5000, end: 6000, text: 'Five seconds' }])
    expect(issuesOf(source)).toEqual(['1 end-before-start'])
  })
})

describe('text of a cue', () => {
  const textOf = (text: string) => textsOf(`00:00:01,000 --> 00:00:02,000\n${text}\n`)[0]

  it.each([
    ['<font color="#ff0000">red</font>', 'red'],
    ['<B>bold</B> <EM>slanted</EM>', '<b>bold</b> <i>slanted</i>'],
    ['<script>alert(1)</script><img src=x onerror=y>', 'alert(1)'],
    ['<Ada> and < b >', '<Ada> and < b >'],
    ['<i onclick="x">a</i>', '<i>a</i>'],
    ['<i>not closed', '<i>not closed</i>'],
    ['not opened</i>', 'not opened'],
    ['<b>bold <i>both</b> slanted</i>', '<b>bold <i>both</i></b><i> slanted</i>'],
    ['{\\an2}{\\pos(100,200)}bottom', 'bottom'],
    ['{Y:i}slanted', 'slanted'],
    ['two\\Nlines', 'two\nlines'],
    ['two<br />lines', 'two\nlines'],
    ['I <3 boats & ferries', 'I <3 boats & ferries'],
    ['R&amp;D &lt;3 &#8217; &#x2019;', 'R&D <3 ’ ’'],
    ['no\u0000 \u202econtrol\u001a', 'no control'],
  ])('cleans %j', (source, expected) => {
    expect(textOf(source)).toBe(expected)
  })

  it('reports removed markup, once for each cue', () => {
    const source = '00:00:01,000 --> 00:00:02,000\n<font size="1">a</font>{\\b1}b\n'
    expect(issuesOf(source)).toEqual(['1 markup-removed'])
  })
})

describe('WebVTT', () => {
  it('reads cues with identifiers and settings, and skips other blocks', () => {
    const source = [
      'WEBVTT - a title',
      'X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000',
      '',
      'STYLE',
      '::cue { color: red }',
      '',
      'NOTE a comment',
      '',
      'intro',
      '00:01.000 --> 00:02.500 line:0 align:start',
      '<v.loud Ada>Hello &amp; <c.yellow>welcome</c> <00:00:02.000>aboard',
      '',
      'second',
      '00:00:03.000 --> 00:00:04.000 line:90%',
      'Bye',
    ].join('\n')
    expect(parseCaptions(source)).toEqual({
      format: 'vtt',
      cues: [
        { start: 1000, end: 2500, text: 'Ada: Hello & welcome aboard', isAtTop: true },
        { start: 3000, end: 4000, text: 'Bye' },
      ],
      issues: [
        { line: 4, code: 'block-ignored' },
        { line: 7, code: 'block-ignored' },
        { line: 10, code: 'voice-as-text' },
        { line: 10, code: 'markup-removed' },
      ],
    })
  })

  it('reads times with commas, as in a renamed SRT file', () => {
    expect(issuesOf('WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nText')).toEqual(['3 time-format'])
  })
})

describe('plain text', () => {
  it('creates a cue for each line, with estimated times', () => {
    const { format, cues, issues } = parseCaptions('The first boat leaves.\nThe sun is not up yet.')
    expect(format).toBe('text')
    expect(cues.map(({ text }) => text)).toEqual([
      'The first boat leaves.',
      'The sun is not up yet.',
    ])
    expect(cues[0]?.end).toBe(cues[1]?.start)
    expect(issues).toEqual([{ line: 1, code: 'not-timed' }])
  })

  it('creates a cue for each paragraph', () => {
    expect(textsOf('One\ntwo\n\nThree')).toEqual(['One\ntwo', 'Three'])
  })

  it('fits into the duration of the video', () => {
    const text = Array.from({ length: 20 }, (_, index) => `Line number ${index}`).join('\n')
    expect(parseCaptions(text, 10).cues.at(-1)?.end).toBeLessThanOrEqual(10_000)
  })

  it('reports that there is nothing to read', () => {
    expect(parseCaptions(' \n\n')).toEqual({
      format: 'text',
      cues: [],
      issues: [{ line: 1, code: 'no-cues' }],
    })
  })
})

describe('encoding of a file', () => {
  const header = '310a30303a30303a30312c303030202d2d3e2030303a30303a30332c3030300a'
  const bytes = (hex: string) =>
    Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
  const utf16 = (text: string, isBig: boolean) => {
    const view = new DataView(new ArrayBuffer(text.length * 2))
    for (let index = 0; index < text.length; index++)
      view.setUint16(index * 2, text.charCodeAt(index), !isBig)
    return new Uint8Array(view.buffer)
  }

  // Encoded by Python's codecs: Node cannot encode these.
  it.each([
    [
      'gb18030',
      'b5dad2bbb0e0b6c9c2d6d4dac8d5b3f6d6aec7b0c0ebbfaab8dbbfdaa1a30a',
      '第一班渡轮在日出之前离开港口。',
    ],
    [
      'big5',
      'b2c4a440af5ab4e7bdfca662a4e9a558a4a7ab65c2f7b67db4e4a466a1430a',
      '第一班渡輪在日出之前離開港口。',
    ],
    [
      'windows-1252',
      '556e20636166e9207072e87320647520717561692c207392696c20766f757320706c61ee740a',
      'Un café près du quai, s’il vous plaît',
    ],
  ])('is found: %s', (encoding, text, expected) => {
    const parsed = parseCaptionFile(bytes(header + text))
    expect(parsed.encoding).toBe(encoding)
    expect(parsed.cues).toEqual([{ start: 1000, end: 3000, text: expected }])
    expect(parsed.issues).toEqual([{ line: 1, code: 'encoding-converted' }])
  })

  it.each([
    ['utf-16le', utf16(`\ufeff${clean}`, false)],
    ['utf-16le', utf16(clean, false)],
    ['utf-16be', utf16(`\ufeff${clean}`, true)],
    ['utf-16be', utf16(clean, true)],
  ])('is found with and without a byte order mark: %s', (encoding, content) => {
    const parsed = parseCaptionFile(content)
    expect(parsed.encoding).toBe(encoding)
    expect(parsed.cues).toEqual(cuesOf(clean))
  })

  it('is UTF-8 with one damaged byte, which is reported with its line', () => {
    const text = `1\n00:00:01,000 --> 00:00:03,000\n${'第一班渡轮在日出之前离开港口'.repeat(5)}`
    const damaged = Uint8Array.from([...new TextEncoder().encode(text), 0xe7])
    const parsed = parseCaptionFile(damaged)
    expect(parsed.encoding).toBe('utf-8')
    expect(parsed.issues).toEqual([{ line: 2, code: 'replaced-character' }])
  })
})
