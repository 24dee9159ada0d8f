import { balanceTags, invisible, trimLines } from './clean-text.ts'
import { type Cue, formatTime } from './cue.ts'

/** The text of a cue in WebVTT: bold, italic and underline are tags, other characters are escaped. */
const escapeVtt = (text: string): string =>
  trimLines(balanceTags(text.replace(invisible, '')))
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/&lt;(\/?[biu])&gt;/g, '<$1>')

/** Cues with a text. The editor also has empty ones, which wait for it. */
const withText = (cues: readonly Cue[]) => cues.filter(({ text }) => text.trim() !== '')

/** Writes captions as WebVTT. Empty cues are omitted. */
export const writeVtt = (cues: readonly Cue[]): string =>
  `WEBVTT\n${withText(cues)
    .map(({ start, end, text, isAtTop }) => {
      const settings = isAtTop ? ' line:0' : ''
      return `\n${formatTime(start)} --> ${formatTime(end)}${settings}\n${escapeVtt(text)}\n`
    })
    .join('')}`

/** Writes captions as SRT in UTF-8. Empty cues are omitted. */
export const writeSrt = (cues: readonly Cue[]): string =>
  withText(cues)
    .map(({ start, end, text, isAtTop }, index) => {
      const position = isAtTop ? '{\\an8}' : ''
      const times = `${formatTime(start, ',')} --> ${formatTime(end, ',')}`
      return `${index + 1}\n${times}\n${position}${trimLines(balanceTags(text))}\n`
    })
    .join('\n')
