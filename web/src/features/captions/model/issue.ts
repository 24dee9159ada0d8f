/**
 * Problems in captions that were read, by permanent code. The creator sees each with its line.
 *
 * Fixed: `encoding-converted` the file is not in UTF-8 · `replaced-character` bytes without meaning · `time-format` a
 * time is written in another way than the format demands · `out-of-order` a cue is earlier than the one before it ·
 * `overlap` a cue ended after the next one started · `same-start` cues that start together became one · `end-before-start`
 * a cue ended before it started · `markup-removed` markup other than bold, italic and underline · `blank-line` an empty
 * line inside a cue · `voice-as-text` the name of a speaker became text · `control-character` a character that cannot be
 * shown · `not-timed` plain text got estimated times.
 *
 * Refused: `no-text` a cue is empty · `time-invalid` a line looks like times, but has none · `text-without-time` a text
 * belongs to no cue · `block-ignored` a style, region or note of WebVTT · `too-many-cues` · `no-cues` nothing was found.
 */
export const issueCodes = {
  'encoding-converted': 'fixed',
  'replaced-character': 'fixed',
  'control-character': 'fixed',
  'time-format': 'fixed',
  'out-of-order': 'fixed',
  overlap: 'fixed',
  'same-start': 'fixed',
  'end-before-start': 'fixed',
  'markup-removed': 'fixed',
  'blank-line': 'fixed',
  'voice-as-text': 'fixed',
  'not-timed': 'fixed',
  'no-text': 'refused',
  'time-invalid': 'refused',
  'text-without-time': 'refused',
  'block-ignored': 'refused',
  'too-many-cues': 'refused',
  'no-cues': 'refused',
} as const

export type IssueCode = keyof typeof issueCodes

/** A problem of a file, at a line that counts from 1. */
export interface Issue {
  line: number
  code: IssueCode
}
