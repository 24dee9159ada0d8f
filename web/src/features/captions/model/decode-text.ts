/** Encodings of caption files. Their names are labels of `TextDecoder`. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5' | 'windows-1252'

export interface DecodedText {
  /** Without a byte order mark. */
  text: string
  encoding: Encoding
}

/** Number of bytes that are examined, if a file has neither a byte order mark nor valid UTF-8. */
const sampleBytes = 64 * 1024

/**
 * Share of character pairs that have to be common Chinese characters. Chinese text has more than 0.9 of its encoding and
 * less than 0.6 of the other one; Western text has single bytes above 127, which form no such pairs.
 */
const minShare = 0.6

/** The common characters of an encoding, as ranges of the first and the second byte of a pair. */
interface Level {
  isFirst: (byte: number) => boolean
  isSecond: (byte: number) => boolean
}

const isPunctuation = (byte: number) => byte >= 0xa1 && byte <= 0xa3

/** The 3755 characters of level 1 of GB 2312, and its punctuation. */
const gb2312: Level = {
  isFirst: (byte) => (byte >= 0xb0 && byte <= 0xd7) || isPunctuation(byte),
  isSecond: (byte) => byte >= 0xa1,
}
/** The 5401 characters of level 1 of Big5, and its punctuation. */
const big5: Level = {
  isFirst: (byte) => (byte >= 0xa4 && byte <= 0xc6) || isPunctuation(byte),
  isSecond: (byte) => byte >= 0xa1 || (byte >= 0x40 && byte <= 0x7e),
}

/** Share of the pairs that start with a byte above 127 and are common characters. */
function commonShare(bytes: Uint8Array, { isFirst, isSecond }: Level): number {
  let [pairs, common] = [0, 0]
  for (let index = 0; index < bytes.length - 1; index++) {
    const first = bytes[index] ?? 0
    if (first < 0x80) continue
    const second = bytes[++index] ?? 0
    pairs++
    if (isFirst(first) && isSecond(second)) common++
  }
  return pairs === 0 ? 0 : common / pairs
}

function decodes(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** UTF-16 without a byte order mark: at least a third of the bytes at even or at odd positions is 0, and no others. */
function utf16Of(bytes: Uint8Array): Encoding | undefined {
  const zeros = [0, 0]
  bytes.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  if (odd > bytes.length / 6 && even < odd / 10) return 'utf-16le'
  return even > bytes.length / 6 && odd < even / 10 ? 'utf-16be' : undefined
}

function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const sample = bytes.subarray(0, sampleBytes)
  const utf16 = utf16Of(sample)
  if (utf16) return utf16
  if (decodes(bytes, 'utf-8')) return 'utf-8'
  const shares = { gb18030: commonShare(sample, gb2312), big5: commonShare(sample, big5) }
  const likelier = shares.big5 > shares.gb18030 ? 'big5' : 'gb18030'
  if (shares[likelier] >= minShare) return likelier
  // One damaged byte must not turn a file in UTF-8 into Western text.
  return isMostlyUtf8(sample) ? 'utf-8' : 'windows-1252'
}

/** Whether at most one of fifty characters above 127 is not valid UTF-8. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes)
  const damaged = text.split('\ufffd').length - 1
  const others = [...text].filter((character) => character > '\u007f').length
  return damaged * 50 <= others
}

/**
 * Decodes a caption file. Old SRT files have no mark of their encoding: UTF-8 is taken if the file is valid, then GB18030
 * or Big5 by the share of common characters, and Windows-1252 for the rest. Bytes without meaning become U+FFFD.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = encodingOf(bytes)
  return { text: new TextDecoder(encoding).decode(bytes), encoding }
}
