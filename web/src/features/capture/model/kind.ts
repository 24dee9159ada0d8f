/** The kind of source that is recorded. */
export type Kind = 'camera' | 'screen'
