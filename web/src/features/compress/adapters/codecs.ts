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

/** A module with nothing in it (WebAssembly Core Specification, 5.5.16). */
const emptyModule = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])

/** Stricter modes of browsers have no WebAssembly; another site's policy may forbid it. */
function runsWebAssembly(): boolean {
  try {
    new WebAssembly.Module(emptyModule)
    return true
  } catch {
    return false
  }
}

/**
 * The codec to encode sound into: AAC, by the browser or by an encoder that is loaded now; Opus where that cannot
 * run. Rejects with NotSupportedError if there is neither.
 */
export async function audioCodecFor(sound: {
  numberOfChannels: number
  sampleRate: number
  quality: Quality
}): Promise<AudioCodec> {
  if (await canEncodeAudio('aac', sound)) return 'aac'
  if (!runsWebAssembly()) {
    if (await canEncodeAudio('opus', sound)) return 'opus'
    throw new DOMException('This browser encodes no sound.', 'NotSupportedError')
  }
  const { registerAacEncoder } = await import('@mediabunny/aac-encoder').catch((cause: unknown) => {
    throw new CodeNotLoadedError('The AAC encoder did not come.', { cause })
  })
  registerAacEncoder()
  return 'aac'
}
