/** Seconds between the renewal of URLs and the end of the old ones. */
const maxReserve = 300
const minReserve = 2

/** Delay before a renewal, in milliseconds, for URLs that are valid for `expiresIn` more seconds. */
export function renewalDelayMs(expiresIn: number): number {
  const reserve = Math.min(maxReserve, Math.max(minReserve, expiresIn / 4))
  return Math.max(1, expiresIn - reserve) * 1000
}

/** Delay before the next request, in milliseconds, after `failures` earlier failures: doubles up to a minute. */
export const retryDelayMs = (failures: number): number => Math.min(60, 2 ** failures) * 1000
