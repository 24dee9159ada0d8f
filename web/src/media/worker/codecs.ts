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

/** What sound is encoded into. */
interface AudioEncoding {
  codec: AudioCodec
  /** Samples a second that the encoder takes of it. */
  sampleRate: number
  /** Seconds by which its packets come out later than the sound in them. */
  delay: number
}

/** Samples a second that every encoder takes. */
const commonRate = 48_000

/**
 * Samples before the first one in what @mediabunny/aac-encoder 1.61 makes, to which it gives the first one's time: a
 * packet, by which libavcodec's encoder is primed (its `initial_padding`).
 */
const priming = 1024

/**
 * How to encode sound: as AAC, by the browser or by an encoder that is loaded now; as Opus where that cannot run.
 * Rejects with NotSupportedError if there is neither.
 */
export async function audioEncodingFor(sound: {
  numberOfChannels: number
  sampleRate: number
  quality: Quality
}): Promise<AudioEncoding> {
  const rates = new Set([sound.sampleRate, commonRate])
  const rateFor = async (codec: AudioCodec) => {
    for (const sampleRate of rates)
      if (await canEncodeAudio(codec, { ...sound, sampleRate })) return sampleRate
    return undefined
  }
  const native = await rateFor('aac')
  if (native) return { codec: 'aac', sampleRate: native, delay: 0 }
  if (!runsWebAssembly()) {
    const sampleRate = await rateFor('opus')
    if (sampleRate) return { codec: 'opus', sampleRate, delay: 0 }
    throw new DOMException('This browser encodes no sound.', 'NotSupportedError')
  }
  const { registerAacEncoder } = await import('@mediabunny/aac-encoder').catch((cause: unknown) => {
    throw new CodeNotLoadedError('The AAC encoder did not come.', { cause })
  })
  registerAacEncoder()
  const sampleRate = (await rateFor('aac')) ?? commonRate
  return { codec: 'aac', sampleRate, delay: priming / sampleRate }
}
