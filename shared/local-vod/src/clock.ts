/** Returns milliseconds since 1970. It is injected so that tests can set the time. */
export type Clock = () => number

/** Converts to whole seconds since 1970, the unit of all times in VOD's signatures. */
export const unixSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000)

/** Formats a time like `2019-01-09T16:36:22Z`, the format of all dates in VOD's responses: UTC, no fraction. */
export const isoSeconds = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z')
