/** Encodings of files from before Unicode. Their names are labels of `TextDecoder`. */
export type LegacyEncoding =
  'gb18030' | 'big5' | 'shift_jis' | 'euc-kr' | 'windows-1251' | 'windows-1252'

/** The common characters of an encoding with two bytes for a character, as ranges of both bytes. */
interface PairEncoding {
  isCommon(first: number, second: number): boolean
  /** Whether a byte above 127 is a character of its own. */
  isSingle?(byte: number): boolean
}

const within = (low: number, high: number) => (byte: number) => byte >= low && byte <= high

const isPunctuation = within(0xa1, 0xa3)
const isHalfWidthKatakana = within(0xa1, 0xdf)

/** Lead bytes of the 3755 characters of level 1 of GB 2312, and of its punctuation. */
const isGbLead = within(0xb0, 0xd7)
/** Lead bytes of the 5401 characters of level 1 of Big5. */
const isBig5Lead = within(0xa4, 0xc6)
/** Lead bytes of the 2350 syllables of KS X 1001, in alphabetical order. */
const isHangulLead = within(0xb0, 0xc8)
/** Lead bytes of kana and of the 2965 characters of level 1 of JIS X 0208. */
const isKanaLead = within(0x81, 0x83)
const isKanjiLead = within(0x88, 0x98)

const pairEncodings = {
  // Before GB18030, whose common characters contain all syllables.
  'euc-kr': {
    isCommon: (first, second) => (isHangulLead(first) || isPunctuation(first)) && second >= 0xa1,
  },
  gb18030: {
    isCommon: (first, second) => (isGbLead(first) || isPunctuation(first)) && second >= 0xa1,
  },
  big5: {
    isCommon: (first, second) =>
      (isBig5Lead(first) || isPunctuation(first)) && (second >= 0xa1 || within(0x40, 0x7e)(second)),
  },
  shift_jis: {
    isCommon: (first, second) => (isKanaLead(first) || isKanjiLead(first)) && second >= 0x40,
    isSingle: isHalfWidthKatakana,
  },
} as const satisfies Partial<Record<LegacyEncoding, PairEncoding>>

/**
 * Share of the characters above 127 that have to be common ones of a language. Text in the right encoding has more than
 * 0.9, in most wrong ones less than 0.6.
 */
const minShare = 0.6

/** Korean text has only syllables; Chinese text has a third of its characters outside of their range. */
const minHangulShare = 0.95

/** Share of the characters above 127 that are common ones. */
function commonShare(bytes: Uint8Array, { isCommon, isSingle }: PairEncoding): number {
  let [all, common] = [0, 0]
  for (let index = 0; index < bytes.length; index++) {
    const first = bytes[index] ?? 0
    if (first < 0x80) continue
    all++
    if (!isSingle?.(first) && isCommon(first, bytes[++index] ?? 0)) common++
  }
  return all === 0 ? 0 : common / all
}

/** Words of Cyrillic letters only: in lower case, with a capital, or in capitals. */
const cyrillicWord = /(?<!\p{L})(?:[\u0400-\u042f]?[\u0430-\u045f]+|[\u0400-\u042f]+)(?!\p{L})/gu

/**
 * Share of the letters above 127 that are in Cyrillic words. Western text has mostly ASCII letters beside such letters,
 * and the bytes of Chinese text have no order of capitals.
 */
function cyrillicShare(bytes: Uint8Array): number {
  const text = new TextDecoder('windows-1251').decode(bytes)
  const letters = text.match(/[^\0-\u007f]/g)?.length ?? 0
  const inWords = (text.match(cyrillicWord) ?? []).reduce((sum, word) => sum + word.length, 0)
  return letters === 0 ? 0 : inWords / letters
}

/**
 * Finds the likeliest encoding of a text that is not in Unicode, by the share of common characters: Cyrillic words,
 * Korean, Japanese and Chinese characters. Windows-1252 is the rest.
 */
export function legacyEncodingOf(bytes: Uint8Array): LegacyEncoding {
  if (cyrillicShare(bytes) >= minShare) return 'windows-1251'
  if (commonShare(bytes, pairEncodings['euc-kr']) >= minHangulShare) return 'euc-kr'
  let likeliest: LegacyEncoding = 'windows-1252'
  let highest = minShare
  for (const encoding of ['gb18030', 'big5', 'shift_jis'] as const) {
    const share = commonShare(bytes, pairEncodings[encoding])
    if (share > highest) [likeliest, highest] = [encoding, share]
  }
  return likeliest
}
