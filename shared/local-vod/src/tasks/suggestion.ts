/** Verdicts of a review: the video may be published, a person must decide, or it must not be published. */
export const suggestions = ['pass', 'review', 'block'] as const

export type Suggestion = (typeof suggestions)[number]
