import { cleanText } from './clean-text.ts'
import { type Cue, maxCues, parseTime } from './cue.ts'
import { type DecodedText, decodeText, type Encoding } from './decode-text.ts'
import type { Issue, IssueCode } from './issue.ts'
import { type LocatedCue, normalizeCues } from './normalize.ts'
import { estimateTimes } from './reading-time.ts'

type Format = 'srt' | 'vtt' | 'text'

export interface ParsedCaptions {
  format: Format
  cues: Cue[]
  /** In the order of the lines. */
  issues: Issue[]
}

/** A line with two times. Old files have other arrows and spaces, and times with full-width characters. */
const timing = /^\s*(-?[\d:.,]{4,})\s*(?:[-–—=]\s?){1,3}[>＞]\s*(-?[\d:.,]{4,})(?:\s+(.*))?$/u
const strictTiming = {
  srt: /^(\d{2}:){2}\d{2},\d{3} --> (\d{2}:){2}\d{2},\d{3}(\s|$)/,
  vtt: /^(\d{2,}:)?\d{2}:\d{2}\.\d{3}[ \t]+-->[ \t]+(\d{2,}:)?\d{2}:\d{2}\.\d{3}(\s|$)/,
}

const fullWidth: Record<string, string> = { '：': ':', '，': ',', '．': '.', '。': '.' }
const narrow = (line: string) =>
  line
    .replace(/[：，．。]/g, (character) => fullWidth[character] ?? character)
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))

/** Characters of the longest line that is examined for times. Longer lines would take seconds. */
const maxTimingLength = 500

interface Timing {
  start: number
  end: number
  rest: string
  isStrict: boolean
}

/** The times of a line; `invalid` if it looks like times, but has none; `undefined` if it is another line. */
function parseTiming(line: string, format: 'srt' | 'vtt'): Timing | 'invalid' | undefined {
  if (line.length > maxTimingLength) return undefined
  // Only a line of times is changed by this; a line of text is returned as it was.
  const match = timing.exec(narrow(line))
  if (!match) return /^\s*\d+:\S+\s*-+>|^\s*\S+\s*-+>\s*\d+:\d/.test(line) ? 'invalid' : undefined
  const [, from = '', to = '', rest = ''] = match
  // A negative start is the result of a shift: the cue starts with the video.
  const start = from.startsWith('-') ? 0 : parseTime(spaceless(from))
  const end = to.startsWith('-') ? undefined : parseTime(spaceless(to))
  if (start === undefined || end === undefined) return 'invalid'
  return { start, end, rest, isStrict: strictTiming[format].test(line) }
}

const spaceless = (text: string) => text.replace(/[,.:]+$/, '')

/** Whether a cue of WebVTT belongs to the upper half: `line:0`, `line:10%`. */
function isTopSetting(settings: string): boolean {
  const [, line = '', percent] = /(?:^|\s)line:(-?\d+)(?:\.\d+)?(%?)/.exec(settings) ?? []
  if (line === '' || line.startsWith('-')) return false
  return Number(line) < (percent ? 50 : 6)
}

const isIndex = (line: string) => /^\s*\d+\s*$/.test(line)

interface Reader {
  cues: LocatedCue[]
  issues: Issue[]
}

/** Adds a cue with these lines of text, whose first one is the line after the times. */
function addCue(reader: Reader, line: number, times: Timing, lines: readonly string[]): void {
  const report = (code: IssueCode) => void reader.issues.push({ line, code })
  if (!times.isStrict) report('time-format')
  const trimmed = lines
    .join('\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
  if (lines[0]?.trim() === '' && trimmed !== '') report('blank-line')
  else if (/\n[ \t]*\n/.test(trimmed)) report('blank-line')
  const { text, isAtTop, issues } = cleanText(trimmed)
  issues.forEach(report)
  if (text === '') return report('no-text')
  const { start, end, rest } = times
  const isTop = isAtTop || isTopSetting(rest)
  reader.cues.push({ line, start, end, text, ...(isTop && { isAtTop: true }) })
}

/**
 * Reads the cues of SRT or WebVTT. A line with times starts a cue, and the number before it belongs to it; a blank line
 * is no reliable end, because files lack blank lines between cues and have them inside of cues.
 */
function parseTimed(lines: readonly string[], format: 'srt' | 'vtt'): Reader {
  const reader: Reader = { cues: [], issues: [] }
  let current: { line: number; times: Timing; lines: string[] } | undefined
  let hasSkipped = false
  const finish = () => {
    if (current) addCue(reader, current.line, current.times, current.lines)
    current = undefined
  }
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const times = parseTiming(line, format)
    if (times) {
      // The line before the times is their number or identifier, if it is the first of its block.
      const before = current?.lines
      const isFirst = before && (before.length === 1 || (before.at(-2) ?? '').trim() === '')
      if (before && (isIndex(before.at(-1) ?? '') || (format === 'vtt' && isFirst))) before.pop()
      finish()
      hasSkipped = false
      if (times === 'invalid') reader.issues.push({ line: index + 1, code: 'time-invalid' })
      else current = { line: index + 1, times, lines: [] }
      continue
    }
    if (format === 'vtt' && (lines[index - 1] ?? '').trim() === '' && isBlock(line)) {
      finish()
      reader.issues.push({ line: index + 1, code: 'block-ignored' })
      while (index + 1 < lines.length && (lines[index + 1] ?? '').trim() !== '') index++
      continue
    }
    if (current) current.lines.push(line)
    else if (!hasSkipped && line.trim() !== '' && !isIdentifier(lines, index)) {
      reader.issues.push({ line: index + 1, code: 'text-without-time' })
      hasSkipped = true
    }
  }
  finish()
  return reader
}

const isBlock = (line: string) => /^(NOTE|STYLE|REGION)([ \t]|$)/.test(line)

/** Whether the next line has times, so that this one is the identifier of a cue. */
const isIdentifier = (lines: readonly string[], index: number) =>
  parseTiming(lines[index + 1] ?? '', 'vtt') !== undefined

/** The lines of a WebVTT file after its header. The header's lines are replaced, so that line numbers stay. */
function withoutHeader(lines: readonly string[]): string[] {
  const end = lines.findIndex(
    (line, index) => index > 0 && (line.trim() === '' || timing.test(line)),
  )
  const length = end === -1 ? lines.length : end
  return lines.map((line, index) => (index < length ? '' : line))
}

/** Plain text: each paragraph is a cue, or each line if there is no blank line. Times are estimated. */
function parsePlain(lines: readonly string[], duration: number): ParsedCaptions {
  const text = lines.join('\n')
  const hasParagraphs = /\S[ \t]*\n(?:[ \t]*\n)+[ \t]*\S/.test(text)
  const parts = text.split(hasParagraphs ? /\n(?:[ \t]*\n)+/ : '\n')
  const cleaned = parts.map(cleanText).filter((part) => part.text !== '')
  if (cleaned.length === 0)
    return { format: 'text', cues: [], issues: [{ line: 1, code: 'no-cues' }] }
  const codes = new Set(cleaned.flatMap(({ issues }) => issues))
  return {
    format: 'text',
    cues: estimateTimes(
      cleaned.map((part) => part.text),
      duration,
    ),
    issues: [...codes, 'not-timed' as const].map((code) => ({ line: 1, code })),
  }
}

/**
 * Parses captions in SRT, WebVTT or plain text, and cleans them. Everything that was changed or refused is an issue.
 * @param duration of the video in seconds, 0 if unknown: plain text is spread over it
 */
export function parseCaptions(source: string, duration = 0): ParsedCaptions {
  const lines = source.replace(/^\ufeff/, '').split(/\r\n|[\n\r\u2028\u2029\u0085]/)
  const isVtt = /^WEBVTT([ \t]|$)/.test(lines[0] ?? '')
  const isTimed = isVtt || lines.some((line) => parseTiming(line, 'srt') !== undefined)
  if (!isTimed) return limitCues(parsePlain(lines, duration))
  const format = isVtt ? 'vtt' : 'srt'
  const reader = parseTimed(isVtt ? withoutHeader(lines) : lines, format)
  const normalized = normalizeCues(reader.cues)
  const issues = [...reader.issues, ...normalized.issues]
  if (normalized.cues.length === 0) issues.push({ line: 1, code: 'no-cues' })
  return limitCues({
    format,
    cues: normalized.cues,
    issues: issues.sort((a, b) => a.line - b.line),
  })
}

function limitCues(parsed: ParsedCaptions): ParsedCaptions {
  if (parsed.cues.length <= maxCues) return parsed
  const issues: Issue[] = [{ line: 1, code: 'too-many-cues' }, ...parsed.issues]
  return { ...parsed, cues: parsed.cues.slice(0, maxCues), issues }
}

/**
 * Decodes and parses a caption file.
 * @param chosen the encoding, if it is not to be found
 */
export function parseCaptionFile(
  bytes: Uint8Array,
  duration = 0,
  chosen?: Encoding,
): ParsedCaptions & Omit<DecodedText, 'text'> {
  const { text, encoding, sample } = decodeText(bytes, chosen)
  const parsed = parseCaptions(text, duration)
  const converted: Issue[] = encoding === 'utf-8' ? [] : [{ line: 1, code: 'encoding-converted' }]
  return { ...parsed, encoding, sample, issues: [...converted, ...parsed.issues] }
}
