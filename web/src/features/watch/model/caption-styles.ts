/** Sizes and backgrounds of captions, in the order of their menus. */
export const captionSizes = ['small', 'medium', 'large', 'huge'] as const
export const captionBackgrounds = ['none', 'half', 'solid'] as const
