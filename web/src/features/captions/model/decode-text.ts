import { legacyEncodingOf, type LegacyEncoding } from './legacy-encoding.ts'

/** Encodings of caption files that are found by their bytes. Their names are labels of `TextDecoder`. */
export type DetectedEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | LegacyEncoding

/**
 * Names of the encodings that the creator can choose, with the languages that use them: those that are found, and others
 * that are too alike to be found.
 */
export const encodingNames = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  gb18030: 'GB18030 (简体中文)',
  big5: 'Big5 (繁體中文)',
  shift_jis: 'Shift_JIS (日本語)',
  'euc-jp': 'EUC-JP (日本語)',
  'euc-kr': 'EUC-KR (한국어)',
  'windows-1250': 'Windows-1250 (Čeština, Magyar, Polski)',
  'windows-1251': 'Windows-1251 (Русский, Українська)',
  'koi8-r': 'KOI8-R (Русский)',
  'windows-1252': 'Windows-1252 (Deutsch, Español, Français)',
  'windows-1253': 'Windows-1253 (Ελληνικά)',
  'windows-1254': 'Windows-1254 (Türkçe)',
  'windows-1255': 'Windows-1255 (עברית)',
  'windows-1256': 'Windows-1256 (العربية)',
  'windows-1258': 'Windows-1258 (Tiếng Việt)',
  'windows-874': 'Windows-874 (ไทย)',
} as const satisfies Partial<Record<DetectedEncoding, string>> & Record<string, string>

export type Encoding = keyof typeof encodingNames

export interface DecodedText {
  /** Without a byte order mark. */
  text: string
  encoding: Encoding
  /** The first line with other characters than ASCII: it shows whether the encoding is the right one. */
  sample: string
}

/** Number of bytes that are examined, if a file has neither a byte order mark nor valid UTF-8. */
const sampleBytes = 64 * 1024

function isValidUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** UTF-16 without a byte order mark: at least a third of the bytes at even or at odd positions is 0, and no others. */
function utf16Of(bytes: Uint8Array): DetectedEncoding | undefined {
  const zeros = [0, 0]
  bytes.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  if (odd > bytes.length / 6 && even < odd / 10) return 'utf-16le'
  return even > bytes.length / 6 && odd < even / 10 ? 'utf-16be' : undefined
}

/** Whether at most one of fifty characters above 127 is not valid UTF-8. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes)
  const damaged = text.split('\ufffd').length - 1
  const others = [...text].filter((character) => character > '\u007f').length
  return damaged * 50 <= others
}

function encodingOf(bytes: Uint8Array): DetectedEncoding {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const sample = bytes.subarray(0, sampleBytes)
  const utf16 = utf16Of(sample)
  if (utf16) return utf16
  // One damaged byte must not turn a file in UTF-8 into another one.
  if (isValidUtf8(bytes) || isMostlyUtf8(sample)) return 'utf-8'
  return legacyEncodingOf(sample)
}

/**
 * Decodes a caption file. Bytes without meaning become U+FFFD.
 * @param chosen the encoding; without it, the encoding is found: by a byte order mark, by the rules of UTF-16 and UTF-8,
 *   or by the letters of the languages that old files are written in
 */
export function decodeText(bytes: Uint8Array, chosen?: Encoding): DecodedText {
  const encoding = chosen ?? encodingOf(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  const sample = /^.*[^\0-\u007f].*$/mu.exec(text)?.[0].trim() ?? ''
  return { text, encoding, sample }
}
