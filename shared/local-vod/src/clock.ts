/** Milliseconds since 1970. Injected, so that tests can move it. */
export type Clock = () => number

/** Whole seconds since 1970, the unit of every time in VOD's signatures. */
export const unixSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000)

/** `2019-01-09T16:36:22Z`, the form of every date in VOD's answers: UTC, no fraction. */
export const isoSeconds = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z')
