import {
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type InputVideoTrack,
  type VideoSource,
  type VideoTrackMetadata,
} from 'mediabunny'
import { timeTolerance } from '../model/trim.ts'
import type { MediaInfo } from '../model/media-info.ts'
import { canCopyVideo } from '../model/compression-plan.ts'
import type { ComparedFrame } from '../model/compression-job.ts'
import type { Picture } from '../model/picture-comparison.ts'
import type { Target } from '../model/quality.ts'
import type { TimeRange } from './audio-track.ts'
import { videoCodecFor } from './codecs.ts'
import { frameFitterFor } from './encoder-scaling.ts'
import { LowMemorySampleSink } from './low-memory-sample-sink.ts'
import { createQualityWitness } from './result-quality.ts'
import { videoSource } from './video-encoder.ts'
import { createWitness } from './witness.ts'

/** A frame of the source. */
interface VideoItem {
  /** Time in the source, in seconds. */
  timestamp: number
  write(): Promise<void>
}

/** Writes the video track of a result, frame by frame. Write each frame before you request the next one. */
interface VideoTrackWriter {
  source: VideoSource
  /** Makes players show the result as its source. */
  metadata: VideoTrackMetadata
  /** Pictures of some frames of the source for the verification; absent if frames are copied. */
  pictures?: Picture[]
  /** Frames of the source at full size; absent unless the result has to look the same. */
  compared?: ComparedFrame[]
  frames: AsyncIterable<VideoItem>
}

/**
 * Encodes the video track.
 * @throws {DOMException} NotSupportedError if this browser has no encoder
 */
export async function encodeVideoTrack(
  video: InputVideoTrack,
  target: Target,
  { start, end, isTrimmed, looksSame }: TimeRange & { isTrimmed: boolean; looksSame: boolean },
): Promise<VideoTrackWriter> {
  const codec = await videoCodecFor(target)
  if (!codec) throw new DOMException('This browser encodes no video.', 'NotSupportedError')
  const source = videoSource(codec, target)
  const fitter = await frameFitterFor(video, target, codec)
  const { pictures, takeAtKeyFrame } = await createWitness(video, { target, duration: end - start })
  const quality = looksSame ? createQualityWitness(target, end - start) : undefined
  const sink = new LowMemorySampleSink(video)
  async function* frames() {
    const samples = isTrimmed
      ? sink.samples(start + timeTolerance, end - timeTolerance)
      : sink.samples()
    for await (const sample of samples) {
      using frame = sample
      const { timestamp } = frame
      const duration = frame.duration || 1 / target.frameRate
      // A frame that is visible when the range starts is shown from the start of the range.
      const shown = isTrimmed ? Math.max(start, timestamp) : timestamp
      frame.setTimestamp(isTrimmed && shown - start < timeTolerance ? 0 : shown - start)
      // With variable frame durations, the last frame has the duration of another one. In Matroska it may have none,
      // and players would skip it.
      frame.setDuration(Math.max(0, Math.min(timestamp + duration, end) - shown))
      await takeAtKeyFrame(frame)
      // Players turn the video according to the track's metadata.
      frame.setRotation(0)
      frame.setFlip(false)
      const fitted = await fitter.fit(frame)
      try {
        await quality?.take(fitted)
        yield { timestamp: shown, write: () => source.add(fitted) }
      } finally {
        fitted.close()
      }
    }
  }
  const metadata = { rotation: await video.getRotation(), flip: await video.getFlip() }
  const compared = quality && { compared: quality.frames }
  return { source, metadata, pictures, ...compared, frames: frames() }
}

/**
 * Copies the video track from a key frame to a position where no earlier frame needs a later one.
 * @throws {DOMException} NotSupportedError if there is no key frame at the start, or if MP4 does not hold the codec
 */
export async function copyVideoTrack(
  video: InputVideoTrack,
  media: MediaInfo,
  { start, end }: TimeRange,
): Promise<VideoTrackWriter> {
  const codec = await video.getCodec()
  const decoderConfig = await video.getDecoderConfig()
  const sink = new EncodedPacketSink(video)
  // The tables may wrongly mark a frame as a key frame. If audio starts first, the first frame is after the start.
  const options = { verifyKeyPackets: true }
  const before = await sink.getKeyPacket(start + timeTolerance, options)
  const first = before ?? (await sink.getFirstPacket(options))
  const isKey = first?.type === 'key' && first.timestamp >= start - timeTolerance
  if (!codec || !decoderConfig || !first || !isKey || !canCopyVideo(media))
    throw new DOMException('The video track cannot be copied.', 'NotSupportedError')
  const source = new EncodedVideoPacketSource(codec)
  const meta = { decoderConfig }
  /** Seconds of a frame without a duration in its file. */
  const defaultDuration = 1 / (media.video?.frameRate ?? 30)
  const packets = sink.packets(first)
  async function* frames() {
    for await (const packet of packets) {
      const { timestamp } = packet
      if (timestamp >= end - timeTolerance) return
      // After a key frame, frames may follow that are displayed before it and need frames of the previous group.
      if (timestamp < start - timeTolerance) continue
      const duration = Math.min(packet.duration || defaultDuration, end - timestamp)
      const moved = packet.clone({ timestamp: Math.max(0, timestamp - start), duration })
      yield {
        timestamp,
        write: () => source.add(moved, meta),
      }
    }
  }
  const metadata = { transformationMatrix: await video.getTransformationMatrix() }
  return { source, metadata, frames: frames() }
}
