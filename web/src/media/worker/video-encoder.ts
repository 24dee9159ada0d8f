import { type EncodedPacket, Quality, type VideoCodec, VideoSampleSource } from 'mediabunny'
import type { Target } from '../model/quality.ts'
import { bytesOf, repairAvcConfig } from './avc-config.ts'

/** Seconds between key frames. Segments of an HLS stream start at key frames. */
export const keyFrameInterval = 2

/**
 * Maximum frame rate of OpenH264, and so of Chromium (its `MAX_FRAME_RATE`). At higher rates it spends as many bits on
 * each frame as at 60, and so twice the bitrate at 120.
 */
const maxFrameRate = 60

/**
 * Creates the encoder of a video track. It scales frames to the size of the target.
 * @param onPacket called for each encoded frame
 */
export function videoSource(
  codec: VideoCodec,
  target: Target,
  onPacket?: (packet: EncodedPacket) => void,
): VideoSampleSource {
  const { width, height } = target
  const frameRate = Math.min(target.frameRate, maxFrameRate)
  const bitrate = Math.round((target.bitrate * frameRate) / target.frameRate)
  return new VideoSampleSource({
    codec,
    keyFrameInterval,
    quality: new Quality({ bitrate }),
    // A camera may change its frame size. The encoder or a canvas converts all frames to one size.
    sizeChangeBehavior: 'passThrough',
    // mediabunny 1.61 has no option for an output size that differs from the frames' size, nor for the frame rate.
    // Without the frame rate an encoder assumes 30 and spends twice the bits at 60.
    onEncoderConfig: (config) => {
      Object.assign(config, { width, height, framerate: frameRate })
      // The result has square pixels.
      delete config.displayWidth
      delete config.displayHeight
    },
    onEncodedPacket: (packet, { decoderConfig } = {}) => {
      onPacket?.(packet)
      if (codec === 'avc' && decoderConfig?.description)
        decoderConfig.description = repairAvcConfig(bytesOf(decoderConfig.description))
    },
  })
}
