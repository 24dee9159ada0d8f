import type { IssueCode } from './issue.ts'

export interface CleanedText {
  text: string
  isAtTop: boolean
  issues: IssueCode[]
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: '\u00a0',
  quot: '"',
  apos: "'",
  lrm: '\u200e',
  rlm: '\u200f',
}

/** Reads character references. Unknown ones, and a single `&`, stay as they are. */
const readEntities = (text: string) =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[String(name).toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16)
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
    return isCharacter ? String.fromCodePoint(code) : whole
  })

/** Control characters, bidirectional overrides and the byte order mark, which may stand inside of a joined file. */
export const invisible =
  // eslint-disable-next-line no-control-regex -- these characters are removed
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** Tags of WebVTT and of SRT files. Other text between angle brackets, such as `<3`, is no tag. */
const tag =
  /<(\/?)(b|i|u|s|c|v|lang|ruby|rt|font|span|em|strong|strike|p|div|a|br|img|script|style|iframe|svg|object)((?:[\s.][^<>]*)?\/?)>|<\d+(?::\d+){1,2}[.,]\d+>/gi

const sameAs: Record<string, string> = { em: 'i', strong: 'b' }

/** Closes tags that are open at the end of a text, and removes ends of tags that are not open. */
export function balanceTags(text: string): string {
  const open: string[] = []
  const balanced = text.replace(/<(\/?)([biu])>/g, (whole, slash: string, name: string) => {
    if (!slash) {
      if (open.includes(name)) return ''
      open.push(name)
      return whole
    }
    const index = open.lastIndexOf(name)
    if (index === -1) return ''
    // Tags that were opened later end here too, and are opened again.
    const inner = open.splice(index).slice(1)
    open.push(...inner)
    const ends = inner.toReversed().map((other) => `</${other}>`)
    return [...ends, whole, ...inner.map((other) => `<${other}>`)].join('')
  })
  const closed =
    balanced +
    open
      .toReversed()
      .map((name) => `</${name}>`)
      .join('')
  return removeEmptyTags(closed)
}

function removeEmptyTags(text: string): string {
  const next = text.replace(/<([biu])>(\s*)<\/\1>/g, '$2')
  return next === text ? text : removeEmptyTags(next)
}

/** Trims lines, and removes empty ones: in a file an empty line ends a cue. */
export const trimLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')

/**
 * Cleans the text of a cue: keeps bold, italic and underline, removes other markup, reads character references and line
 * breaks of other formats (`\N`, `<br>`). `{\an7}` to `{\an9}` is the position at the top.
 */
export function cleanText(source: string): CleanedText {
  const issues = new Set<IssueCode>()
  const remove = (code: IssueCode, replacement = '') => {
    issues.add(code)
    return replacement
  }
  const isAtTop = /\{\\an?[789]\}/i.test(source)
  let text = source
    .replace(invisible, () => remove('control-character'))
    .replace(/\\[Nn]/g, () => remove('markup-removed', '\n'))
    .replace(/<br\s*\/?>/gi, () => remove('markup-removed', '\n'))
    .replace(/\{\\an?[789]\}/gi, '')
    .replace(/\{\\[^{}]*\}/g, () => remove('markup-removed'))
    .replace(/\{[yY]:[biu,]+\}/g, () => remove('markup-removed'))
  text = text.replace(tag, (_, slash = '', name = '', rest = '') => {
    const element = sameAs[String(name).toLowerCase()] ?? String(name).toLowerCase()
    if (/^[biu]$/.test(element) && !/[^\s/]/.test(String(rest))) return `<${slash}${element}>`
    const speaker = element === 'v' && !slash && /^(?:\.\S+)?\s+(.+)$/.exec(String(rest))?.[1]
    if (speaker) return remove('voice-as-text', `${speaker.trim()}: `)
    // A class does not change the meaning of bold, italic and underline.
    if (/^[biu]$/.test(element)) return remove('markup-removed', `<${slash}${element}>`)
    return element === 'v' ? '' : remove('markup-removed')
  })
  text = readEntities(text).replace(invisible, '')
  if (text.includes('\ufffd')) issues.add('replaced-character')
  return { text: trimLines(balanceTags(trimLines(text))), isAtTop, issues: [...issues] }
}
