import { Quality, type VideoCodec, VideoSampleSource } from 'mediabunny'
import type { Target } from '../model/quality.ts'

/** Seconds between key frames: segments of a stream begin at one. */
const keyFrameInterval = 2

/** Where a frame is resized: in the encoder, or before it on a canvas. */
export type Scaler = 'encoder' | 'canvas'

/**
 * Frames a second that OpenH264, and so Chromium, takes account of at most (its `MAX_FRAME_RATE`): told more, it
 * spends as many bits on each frame as at 60, and so twice as many at 120.
 */
const mostFrameRate = 60

/** Takes the source's frames and encodes them at the target's size. */
export function videoSource(codec: VideoCodec, target: Target, scaler: Scaler): VideoSampleSource {
  const { width, height } = target
  const frameRate = Math.min(target.frameRate, mostFrameRate)
  const bitrate = Math.round((target.bitrate * frameRate) / target.frameRate)
  return new VideoSampleSource({
    codec,
    keyFrameInterval,
    quality: new Quality({ bitrate }),
    // A camera may change its size on the way: the encoder, or the canvas, brings it to one.
    sizeChangeBehavior: 'passThrough',
    ...(scaler === 'canvas' && { transform: { width, height, fit: 'fill' } }),
    // What mediabunny 1.61 cannot be told otherwise: a size that is not the frames', and the frame rate,
    // without which an encoder that assumes 30 spends twice the bits at 60.
    onEncoderConfig: (config) => {
      Object.assign(config, { width, height, framerate: frameRate })
      // Pixels come out square.
      delete config.displayWidth
      delete config.displayHeight
    },
  })
}
