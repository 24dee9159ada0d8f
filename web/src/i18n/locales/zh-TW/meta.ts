/** The language's name in itself. */
export const name = '繁體中文'
