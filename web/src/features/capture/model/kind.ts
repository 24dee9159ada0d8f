/** What is recorded. */
export type Kind = 'camera' | 'screen'
