import {
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type InputVideoTrack,
  type VideoSource,
} from 'mediabunny'
import { tinyTime } from '../model/trim.ts'
import type { Media } from '../model/media-info.ts'
import { canCopyPicture } from '../model/compression-plan.ts'
import type { Target } from '../model/quality.ts'
import type { Range } from './audio-track.ts'
import { videoCodecFor } from './codecs.ts'
import { scalerFor } from './encoder-scaling.ts'
import { FewFramesSink } from './low-memory-sample-sink.ts'
import { videoSource } from './video-encoder.ts'

/** A frame of the source, and what puts it into the result. */
interface Piece {
  /** Of the source, in seconds. */
  timestamp: number
  add(): Promise<void>
}

/** The picture of a file, or of a part of it, frame by frame. Each is added before the next is asked for. */
interface PictureFeed {
  source: VideoSource
  pieces: AsyncIterable<Piece>
}

/** The picture, encoded anew. */
export async function encodedPicture(
  video: InputVideoTrack,
  target: Target,
  { start, end, isCut }: Range & { isCut: boolean },
): Promise<PictureFeed> {
  const codec = await videoCodecFor(target)
  if (!codec) throw new DOMException('This browser encodes no video.', 'NotSupportedError')
  const source = videoSource(codec, target, await scalerFor(video, target, codec))
  const sink = new FewFramesSink(video)
  async function* pieces() {
    const samples = isCut ? sink.samples(start + tinyTime, end - tinyTime) : sink.samples()
    for await (const sample of samples) {
      using frame = sample
      const { timestamp } = frame
      const duration = frame.duration || 1 / target.frameRate
      // What was shown already when the part begins is shown from its beginning.
      const shown = isCut ? Math.max(start, timestamp) : timestamp
      frame.setTimestamp(isCut && shown - start < tinyTime ? 0 : shown - start)
      // Where frames vary in length, the last one has been given that of another; in Matroska it may have none, and
      // players would leave it out.
      frame.setDuration(Math.max(0, Math.min(timestamp + duration, end) - shown))
      // Players turn the picture, by the track's rotation.
      frame.setRotation(0)
      yield { timestamp: shown, add: () => source.add(frame) }
    }
  }
  return { source, pieces: pieces() }
}

/**
 * The picture as it is, from a key frame to where no frame before needs one after. Rejects if there is no key
 * frame at the start.
 */
export async function copiedPicture(
  video: InputVideoTrack,
  media: Media,
  { start, end }: Range,
): Promise<PictureFeed> {
  const codec = await video.getCodec()
  const decoderConfig = await video.getDecoderConfig()
  const sink = new EncodedPacketSink(video)
  // What tables call a key frame is looked at. Where the sound is ahead, the first frame comes after the start.
  const looked = { verifyKeyPackets: true }
  const before = await sink.getKeyPacket(start + tinyTime, looked)
  const first = before ?? (await sink.getFirstPacket(looked))
  const isKey = first?.type === 'key' && first.timestamp >= start - tinyTime
  if (!codec || !decoderConfig || !first || !isKey || !canCopyPicture(media))
    throw new DOMException('It cannot be cut here without encoding.', 'NotSupportedError')
  const source = new EncodedVideoPacketSource(codec)
  const meta = { decoderConfig }
  /** Seconds of a frame of which its file does not say how long it is shown. */
  const usual = 1 / (media.video?.frameRate ?? 30)
  const packets = sink.packets(first)
  async function* pieces() {
    for await (const packet of packets) {
      const { timestamp } = packet
      if (timestamp >= end - tinyTime) return
      // Between a key frame and what follows it may stand frames that are shown before it, and need others.
      if (timestamp < start - tinyTime) continue
      const duration = Math.min(packet.duration || usual, end - timestamp)
      const moved = packet.clone({ timestamp: Math.max(0, timestamp - start), duration })
      yield {
        timestamp,
        add: () => source.add(moved, meta),
      }
    }
  }
  return { source, pieces: pieces() }
}
