import { canEncodeVideo, type VideoCodec } from 'mediabunny'

/** What VOD takes in an MP4, the most playable first. */
const preferred: VideoCodec[] = ['avc', 'vp9', 'av1']

/** The codec to compress into at a size, or `undefined` where this browser encodes none. */
export async function videoCodecFor(size: {
  width: number
  height: number
}): Promise<VideoCodec | undefined> {
  // Encoders take even sizes alone.
  const [width, height] = [size.width & ~1, size.height & ~1]
  for (const codec of preferred) if (await canEncodeVideo(codec, { width, height })) return codec
  return undefined
}
