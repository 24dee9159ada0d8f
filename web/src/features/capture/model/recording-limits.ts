/** Seconds that a recording lasts at most: what is longer is rarely meant to be. */
const longestSeconds = 2 * 3600

/** Bytes that are left free for everybody else. */
const reserve = 64 * 1024 * 1024

/** Of what is allowed, so that the file that is made of the recording stays below. */
const margin = 0.95

/** Seconds below which it is not worth beginning. */
const shortestSeconds = 5

/** How long a recording may become, and how large. */
export interface Limit {
  seconds: number
  bytes: number
}

/**
 * The limit of a recording at `bitrate` bits a second. `free` is what the browser says is left of its
 * storage: the recording and the file that is made of it lie there beside each other for a moment.
 * `maxFileBytes` is what the studio takes. `undefined` where there is no room to begin.
 */
export function limitOf({
  maxFileBytes,
  free,
  bitrate,
}: {
  maxFileBytes: number
  free: number
  bitrate: number
}): Limit | undefined {
  const bytes = Math.floor(Math.min(maxFileBytes, (free - reserve) / 2) * margin)
  const seconds = Math.min(longestSeconds, Math.floor((bytes * 8) / bitrate))
  return seconds >= shortestSeconds ? { seconds, bytes } : undefined
}

/** Whether a recording has reached its limit, and which part of it. */
export function reached(
  limit: Limit,
  { seconds, bytes }: Limit,
): 'longest' | 'no-space' | undefined {
  if (bytes >= limit.bytes) return 'no-space'
  return seconds >= limit.seconds ? 'longest' : undefined
}

/** Bits a pixel that a moving picture is worth: some 6 Mbit/s at 1080p and 30 frames. */
const bitsPerPixel = 0.1
const leastBitrate = 1_000_000
const mostBitrate = 24_000_000

/** Bits a second to record a picture with. */
export function bitrateOf(picture: { width: number; height: number; frameRate: number }): number {
  const { width, height, frameRate } = picture
  const bits = width * height * frameRate * bitsPerPixel
  return Math.round(Math.min(mostBitrate, Math.max(leastBitrate, bits)))
}
