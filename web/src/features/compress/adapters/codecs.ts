import {
  type AudioCodec,
  canEncodeAudio,
  canEncodeVideo,
  type Quality,
  type VideoCodec,
} from 'mediabunny'

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

/** Code that is loaded when it is needed did not come; it may, later. */
class CodeNotLoadedError extends Error {
  override name = 'CodeNotLoadedError'
}

/**
 * The codec to encode sound into: AAC, by the browser or by an encoder that is loaded now. Where that cannot run,
 * since a browser's stricter mode has no WebAssembly, Opus. Rejects with NotSupportedError if there is neither.
 */
export async function audioCodecFor(sound: {
  numberOfChannels: number
  sampleRate: number
  quality: Quality
}): Promise<AudioCodec> {
  if (await canEncodeAudio('aac', sound)) return 'aac'
  if (typeof WebAssembly === 'undefined') {
    if (await canEncodeAudio('opus', sound)) return 'opus'
    throw new DOMException('This browser encodes no sound.', 'NotSupportedError')
  }
  const { registerAacEncoder } = await import('@mediabunny/aac-encoder').catch((cause: unknown) => {
    throw new CodeNotLoadedError('The AAC encoder did not come.', { cause })
  })
  registerAacEncoder()
  return 'aac'
}
