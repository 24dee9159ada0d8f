/** Maximum duration of a recording, in seconds: a longer one is probably a mistake. */
const maxSeconds = 2 * 3600

/** Bytes of storage that stay free for other uses. */
const reserve = 64 * 1024 * 1024

/** Bytes of free space that a recording of a size needs. */
export const spaceFor = (recordingBytes: number): number => reserve + 2 * recordingBytes

/** Share of the allowed size: the finished file may be larger than the recording. */
const margin = 0.95

/** Minimum duration for which a recording may start, in seconds. */
const minSeconds = 5

/** The maximum duration and size of a recording. */
export interface Limit {
  seconds: number
  bytes: number
}

/**
 * The limit of a recording, or `undefined` if there is not enough space to start. For a moment storage contains both the
 * recording and its finished file.
 * @param maxFileBytes size of the largest file that can be published
 * @param free bytes that the browser can still store
 * @param bitrate bits per second
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
  const seconds = Math.min(maxSeconds, Math.floor((bytes * 8) / bitrate))
  return seconds >= minSeconds ? { seconds, bytes } : undefined
}

/** The limit that a recording has reached, if any. */
export function reached(
  limit: Limit,
  { seconds, bytes }: Limit,
): 'max-duration' | 'no-space' | undefined {
  if (bytes >= limit.bytes) return 'no-space'
  return seconds >= limit.seconds ? 'max-duration' : undefined
}

/** Bits per pixel and frame: about 6 Mbit/s for 1080p at 30 frames per second. */
const bitsPerPixel = 0.1
const minBitrate = 1_000_000
const maxBitrate = 24_000_000

/** The bitrate for a video, in bits per second. */
export function bitrateOf(video: { width: number; height: number; frameRate: number }): number {
  const { width, height, frameRate } = video
  const bits = width * height * frameRate * bitsPerPixel
  return Math.round(Math.min(maxBitrate, Math.max(minBitrate, bits)))
}
