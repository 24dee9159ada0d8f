/** The most and the least time between renewed addresses and the end of the old ones, seconds. */
const [most, least] = [300, 2]

/** When to ask for new addresses, in ms from now, if these live for so many seconds more. */
export function renewAfterMs(expiresIn: number): number {
  const reserve = Math.min(most, Math.max(least, expiresIn / 4))
  return Math.max(1, expiresIn - reserve) * 1000
}

/** When to ask again, in ms from now, after so many failures before this one: ever later, up to a minute. */
export const againAfterMs = (failures: number): number => Math.min(60, 2 ** failures) * 1000
