/** The name of a height: the shorter side, as `1080p` also for a portrait video of 1080 × 1920. */
export function qualityName(height: number, video: { width: number; height: number }): string {
  const isPortrait = video.height > video.width && video.width > 0
  const lines = isPortrait ? Math.round((height * video.width) / video.height) : height
  return `${lines}p`
}
