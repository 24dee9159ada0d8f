/** The language's name in itself. */
export const name = '简体中文'
