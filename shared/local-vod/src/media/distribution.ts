/** A change of a media file's distribution by ForbidMediaDistribution. */
export interface Distribution {
  isForbidden: boolean
  /** Milliseconds since 1970. */
  at: number
}

/** Value of BasicInfo's `Status`. It changes at once, although the CDN needs minutes. */
export const distributionStatus = (distribution: Distribution | undefined): string =>
  distribution?.isForbidden ? 'Forbidden' : 'Normal'

/**
 * Whether the CDN refuses the URLs of a media file.
 *
 * @param delayMs time until the CDN applies a change. At VOD it is 5 to 10 minutes (product/266/40636)
 */
export function isRefused(
  distribution: Distribution | undefined,
  { now, delayMs }: { now: number; delayMs: number },
): boolean {
  if (!distribution) return false
  const isApplied = now - distribution.at >= delayMs
  return isApplied ? distribution.isForbidden : !distribution.isForbidden
}
