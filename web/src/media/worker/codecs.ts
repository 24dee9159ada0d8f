import {
  type AudioCodec,
  canEncodeAudio,
  canEncodeVideo,
  type Quality,
  type VideoCodec,
} from 'mediabunny'

/** Codecs that VOD accepts in an MP4, from the most to the least widely supported. */
const preferred: VideoCodec[] = ['avc', 'vp9', 'av1']

/** The video codec to encode to at this size; `undefined` if this browser encodes none. */
export async function videoCodecFor(size: {
  width: number
  height: number
}): Promise<VideoCodec | undefined> {
  // Encoders accept only even sizes.
  const [width, height] = [size.width & ~1, size.height & ~1]
  for (const codec of preferred) if (await canEncodeVideo(codec, { width, height })) return codec
  return undefined
}

/** A module that is loaded on demand could not be loaded. A later try may succeed. */
export class CodeNotLoadedError extends Error {
  override name = 'CodeNotLoadedError'
}

/** An empty module (WebAssembly Core Specification, 5.5.16). */
const emptyModule = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])

/** Strict browser modes have no WebAssembly, and the policy of an embedding site may forbid it. */
function runsWebAssembly(): boolean {
  try {
    new WebAssembly.Module(emptyModule)
    return true
  } catch {
    return false
  }
}

interface AudioEncoding {
  codec: AudioCodec
  /** Sample rate that the encoder accepts, in hertz. */
  sampleRate: number
  /** Seconds by which the encoder's timestamps are later than the audio in its packets. */
  delay: number
}

/** Sample rate that every encoder accepts, in hertz. */
const commonRate = 48_000

/**
 * Samples of silence at the start of the output of @mediabunny/aac-encoder 1.61: one packet, the `initial_padding` of
 * libavcodec's encoder. The encoder gives this packet the timestamp of the first real sample.
 */
const priming = 1024

/**
 * Chooses the audio encoder: AAC by the browser, else AAC by WebAssembly, else Opus by the browser.
 * @throws {DOMException} NotSupportedError if there is none
 * @throws {CodeNotLoadedError} if the WebAssembly encoder cannot be loaded
 */
export async function audioEncodingFor(format: {
  numberOfChannels: number
  sampleRate: number
  quality: Quality
}): Promise<AudioEncoding> {
  const rates = new Set([format.sampleRate, commonRate])
  const rateFor = async (codec: AudioCodec) => {
    for (const sampleRate of rates)
      if (await canEncodeAudio(codec, { ...format, sampleRate })) return sampleRate
    return undefined
  }
  const native = await rateFor('aac')
  if (native) return { codec: 'aac', sampleRate: native, delay: 0 }
  if (!runsWebAssembly()) {
    const sampleRate = await rateFor('opus')
    if (sampleRate) return { codec: 'opus', sampleRate, delay: 0 }
    throw new DOMException('This browser encodes no audio.', 'NotSupportedError')
  }
  const { registerAacEncoder } = await import('@mediabunny/aac-encoder').catch((cause: unknown) => {
    throw new CodeNotLoadedError('The AAC encoder was not loaded.', { cause })
  })
  registerAacEncoder()
  const sampleRate = (await rateFor('aac')) ?? commonRate
  return { codec: 'aac', sampleRate, delay: priming / sampleRate }
}
