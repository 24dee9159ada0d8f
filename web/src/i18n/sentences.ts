/** The space between a sentence and the next one: none after a full-width stop, which contains its own. */
export const spaceAfter = (sentence: string): string => (sentence.endsWith('。') ? '' : ' ')
