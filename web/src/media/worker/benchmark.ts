import { NullTarget, Mp4OutputFormat, Output } from 'mediabunny'
import { pixelsPerFrame } from '../model/compression-plan.ts'
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

/**
 * Encodes the first frames of a file and discards the result. Resolves with the speed of this device for this file, in
 * millions of pixels per second, read and written.
 * @throws {DOMException} NotSupportedError or EncodingError
 */
export async function benchmark(file: Blob, target: Target): Promise<number> {
  using input = openMedia(file)
  const video = await videoTrackOf(input)
  const codec = await videoCodecFor(target)
  if (!video || !codec)
    throw new DOMException('There is no video track or no encoder.', 'NotSupportedError')
  const source = videoSource(codec, target)
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
  return (pixelsPerFrame(size, target) * Math.max(1, count - warmUp)) / 1e6 / seconds
}
