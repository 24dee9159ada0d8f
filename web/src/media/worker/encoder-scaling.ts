import { type InputVideoTrack, type VideoCodec, VideoSample } from 'mediabunny'
import type { Target } from '../model/quality.ts'
import { assumedColoursOf, createFrameFitter, type FrameFitter } from './frame-fitter.ts'
import { startTrialEncode } from './trial-encode.ts'

interface Size {
  width: number
  height: number
}

/** Luma of black and white in limited range. */
const black = 16
const white = 235

/** Creates the fitter of a video track: decides where its frames are resized. */
export async function frameFitterFor(
  video: InputVideoTrack,
  target: Target,
  codec: VideoCodec,
): Promise<FrameFitter> {
  const source = {
    width: await video.getCodedWidth(),
    height: await video.getCodedHeight(),
    assumedColours: await assumedColoursOf(video),
  }
  const isSameSize = source.width === target.width && source.height === target.height
  const scaler = isSameSize || (await encoderScales(source, target, codec)) ? 'encoder' : 'canvas'
  return createFrameFitter(source, target, scaler)
}

/**
 * Whether this browser's encoder scales larger frames down, which takes a third of the CPU time of a canvas (decision
 * 0012). No specification guarantees it, so this function encodes one frame with these sizes, decodes it and checks its
 * pixels. An encoder may also reject the frame, keep its size or crop it; then the result is false.
 */
async function encoderScales(source: Size, target: Target, codec: VideoCodec): Promise<boolean> {
  try {
    using sample = await encodeFrame(testFrame(source), target, codec)
    if (sample?.codedWidth !== target.width || sample.codedHeight !== target.height) return false
    const plane = new Uint8Array(sample.allocationSize())
    const [luma] = await sample.copyTo(plane)
    const at = (x: number, y: number) =>
      plane[
        Math.floor((target.height - 1) * y) * (luma?.stride ?? target.width) +
          Math.floor((target.width - 1) * x)
      ] ?? 0
    // Includes a corner: an encoder that keeps the aspect ratio leaves a bar there.
    const isBlack = Math.max(at(0.1, 0.5), at(0.4, 0.5), at(0.4, 1)) < 64
    return isBlack && Math.min(at(0.6, 0.5), at(0.6, 1), at(1, 0.5), at(1, 1)) > 192
  } catch {
    return false
  }
}

/** Encodes and decodes one frame. Closes it. */
async function encodeFrame(
  sample: VideoSample,
  target: Target,
  codec: VideoCodec,
): Promise<VideoSample | undefined> {
  using frame = sample
  const encode = await startTrialEncode(target, codec)
  try {
    await encode.add(frame)
    for await (const decoded of encode.frames()) return decoded
    return undefined
  } finally {
    await encode.cancel()
  }
}

/** A frame with a black left half and a white right half, in I420. */
function testFrame({ width, height }: Size): VideoSample {
  const [chromaWidth, chromaHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)]
  const luma = width * height
  const data = new Uint8Array(luma + 2 * chromaWidth * chromaHeight).fill(128, luma)
  for (let row = 0; row < height; row++) {
    const [start, middle] = [row * width, row * width + Math.floor(width / 2)]
    data.fill(black, start, middle).fill(white, middle, start + width)
  }
  return new VideoSample(data, {
    format: 'I420',
    codedWidth: width,
    codedHeight: height,
    timestamp: 0,
    duration: 1 / 30,
  })
}
