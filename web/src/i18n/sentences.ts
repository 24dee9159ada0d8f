/** The space between a sentence and the next one: none after a full-width mark, which contains its own. */
export const spaceAfter = (sentence: string): string => (/[。！？]$/u.test(sentence) ? '' : ' ')

/** Joins two sentences in the same language. */
export const joinSentences = (first: string, second: string): string =>
  first + spaceAfter(first) + second
