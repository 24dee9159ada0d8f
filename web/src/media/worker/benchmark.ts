import { Mp4OutputFormat, NullTarget, Output } from 'mediabunny'
import { type EncodingSpeed, pixelsPerFrame } from '../model/compression-plan.ts'
import type { Target } from '../model/quality.ts'
import { videoCodecFor } from './codecs.ts'
import { frameFitterFor } from './encoder-scaling.ts'
import { LowMemorySampleSink } from './low-memory-sample-sink.ts'
import { openMedia } from './open-media.ts'
import { videoTrackOf } from './source-tracks.ts'
import { videoSource } from './video-encoder.ts'

/** Frames that are measured. */
const frames = 24
/** Frames before them that are not measured: they include the start of decoder and encoder. */
const warmUp = 4

/** Factor by which the start of a video may exceed the bitrate: it has a key frame, and may be its most complex part. */
const maxOvershoot = 2
/** A second encode has this part of the bitrate, ... */
const bitrateDivisor = 4
/** ... and an encoder that ignores the bitrate produces at least this share of the bits of the first. */
const minUnchanged = 0.8

/**
 * Encodes the first frames of a file and discards the result. If it needs far more bits than the target has, encodes them
 * again with a lower bitrate, to find whether the encoder ignores the bitrate.
 * @throws {DOMException} NotSupportedError or EncodingError
 */
export async function benchmark(file: Blob, target: Target): Promise<EncodingSpeed> {
  const { megapixels, bits, count } = await encodeStart(file, target)
  const wanted = (target.bitrate * count) / target.frameRate
  const lower = { ...target, bitrate: target.bitrate / bitrateDivisor }
  if (bits <= wanted * maxOvershoot || (await encodeStart(file, lower)).bits < bits * minUnchanged)
    return { megapixels }
  return { megapixels, bitsPerPixel: bits / (count * target.width * target.height) }
}

/** The speed of this device for this file, and the bits of the frames that were encoded. */
async function encodeStart(
  file: Blob,
  target: Target,
): Promise<{ megapixels: number; bits: number; count: number }> {
  using input = openMedia(file)
  const video = await videoTrackOf(input)
  const codec = await videoCodecFor(target)
  if (!video || !codec)
    throw new DOMException('There is no video track or no encoder.', 'NotSupportedError')
  let bits = 0
  const source = videoSource(codec, target, ({ byteLength }) => (bits += byteLength * 8))
  const fitter = await frameFitterFor(video, target, codec)
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: false }),
    target: new NullTarget(),
  })
  output.addVideoTrack(source)
  await output.start()
  let count = 0
  let startedAt = performance.now()
  for await (const sample of new LowMemorySampleSink(video).samples()) {
    using frame = sample
    frame.setRotation(0)
    frame.setFlip(false)
    if (count === warmUp) startedAt = performance.now()
    using fitted = await fitter.fit(frame)
    await source.add(fitted)
    if (++count >= warmUp + frames) break
  }
  await output.finalize()
  if (count === 0) throw new DOMException('The decoder produced no frame.', 'EncodingError')
  const seconds = (performance.now() - startedAt) / 1000
  const size = { width: await video.getCodedWidth(), height: await video.getCodedHeight() }
  const megapixels = (pixelsPerFrame(size, target) * Math.max(1, count - warmUp)) / 1e6 / seconds
  return { megapixels, bits, count }
}
