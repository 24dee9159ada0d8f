/** The language's name in itself. */
export const name = 'English'
