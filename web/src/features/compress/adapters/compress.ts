import {
  type Input,
  type InputVideoTrack,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  type StreamTargetChunk,
  VideoSampleSink,
} from 'mediabunny'
import type { Media } from '../model/media.ts'
import type { Target } from '../model/quality.ts'
import { audioFeed } from './audio-feed.ts'
import { videoCodecFor } from './codecs.ts'
import { scalerFor } from './encoder-scales.ts'
import { openMedia } from './open-media.ts'
import { videoSource } from './video-source.ts'

/** Bytes collected before they are written. */
const chunkSize = 1024 * 1024

/** Seconds that sound is written ahead of the picture. */
const audioLead = 0.5

/** Where the bytes go, and what is told on the way. */
export interface CompressionSink {
  write(chunk: StreamTargetChunk): void
  /** Awaited before every frame: pauses end it late, a cancel rejects it. */
  gate(): Promise<void>
  /** Seconds of the source done. */
  progress(seconds: number): void
}

/** Compresses a file, from its first frame to its last, into an MP4 whose tables stand at its end. */
export async function compress(
  file: Blob,
  media: Media,
  target: Target,
  sink: CompressionSink,
): Promise<void> {
  using input = openMedia(file)
  const video = await input.getPrimaryVideoTrack()
  if (!video) throw new Error('There is no picture.')
  const output = new Output({
    // Written from front to back, but for eight bytes near the start.
    format: new Mp4OutputFormat({ fastStart: false }),
    target: new StreamTarget(new WritableStream({ write: (chunk) => sink.write(chunk) }), {
      chunked: true,
      chunkSize,
    }),
  })
  try {
    await encode(input, video, output, { media, target, sink })
    await output.finalize()
  } catch (error) {
    await output.cancel()
    throw error
  }
}

async function encode(
  input: Input,
  video: InputVideoTrack,
  output: Output,
  { media, target, sink }: { media: Media; target: Target; sink: CompressionSink },
): Promise<void> {
  const codec = await videoCodecFor(target)
  if (!codec) throw new DOMException('This browser encodes no video.', 'NotSupportedError')
  const scaler = await scalerFor(video, target, codec)
  const source = videoSource(codec, target, scaler)
  output.addVideoTrack(source, { rotation: await video.getRotation() })
  // A recording cut out of a longer one may begin late; what is before 0 is not to be shown, and stays so.
  const offset = -Math.max(0, await input.getFirstTimestamp())
  const audioTrack = await input.getPrimaryAudioTrack()
  const audio = audioTrack && (await audioFeed(audioTrack, media, offset))
  if (audio) output.addAudioTrack(audio.source)
  const end = (await video.getDurationFromMetadata()) ?? Infinity
  await output.start()
  for await (const sample of new VideoSampleSink(video).samples()) {
    using frame = sample
    await sink.gate()
    const { timestamp } = frame
    await audio?.until(timestamp + audioLead)
    frame.setTimestamp(timestamp + offset)
    // Where frames vary in length, the last one has been given that of another.
    frame.setDuration(Math.min(frame.duration, Math.max(0, end - timestamp)))
    // Players turn the picture, by the track's rotation.
    frame.setRotation(0)
    await source.add(frame)
    sink.progress(timestamp + offset)
  }
  await audio?.until(Infinity)
}
