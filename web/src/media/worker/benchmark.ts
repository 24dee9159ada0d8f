import { NullTarget, Mp4OutputFormat, Output } from 'mediabunny'
import { workOf } from '../model/compression-plan.ts'
import type { Target } from '../model/quality.ts'
import { videoCodecFor } from './codecs.ts'
import { scalerFor } from './encoder-scaling.ts'
import { FewFramesSink } from './low-memory-sample-sink.ts'
import { openMedia } from './open-media.ts'
import { videoSource } from './video-encoder.ts'

/** Frames compressed for a trial, after some that warm up what runs only once. */
const frames = 24
const warmUp = 4

/**
 * Compresses the first frames of a file and throws the result away: millions of pixels a second, read
 * and written, that this device manages of this very file.
 */
export async function trial(file: Blob, target: Target): Promise<number> {
  using input = openMedia(file)
  const video = await input.getPrimaryVideoTrack()
  const codec = await videoCodecFor(target)
  if (!video || !codec) throw new DOMException('Nothing to try.', 'NotSupportedError')
  const source = videoSource(codec, target, await scalerFor(video, target, codec))
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: false }),
    target: new NullTarget(),
  })
  output.addVideoTrack(source)
  await output.start()
  let count = 0
  let startedAt = performance.now()
  for await (const sample of new FewFramesSink(video).samples()) {
    using frame = sample
    frame.setRotation(0)
    if (count === warmUp) startedAt = performance.now()
    await source.add(frame)
    if (++count >= warmUp + frames) break
  }
  await output.finalize()
  if (count === 0) throw new DOMException('No frame came out.', 'EncodingError')
  const seconds = (performance.now() - startedAt) / 1000
  const size = { width: await video.getCodedWidth(), height: await video.getCodedHeight() }
  return (workOf(size, target) * Math.max(1, count - warmUp)) / 1e6 / seconds
}
