import { type InputVideoTrack, VideoSample } from 'mediabunny'
import type { Target } from '../model/quality.ts'
import { bt2020, bt601, bt709, rgbaToI420, type YuvFormat } from '../model/rgba-to-i420.ts'

/** Pixels by which the shape of a frame may differ from that of the target: sizes are rounded to even numbers. */
const shapeTolerance = 2

interface Size {
  width: number
  height: number
}

/** Where frames are resized: in the encoder, or on a canvas before it. */
type Scaler = 'encoder' | 'canvas'

/** Converts the frames of a source to frames that an encoder can take. */
export interface FrameFitter {
  /** Returns the frame itself if the encoder may take it, else a new one. The caller closes both. */
  fit(frame: VideoSample): Promise<VideoSample>
}

/** The source of a fitter. */
interface FrameSource extends Size {
  /** Colours of frames without a colour description; absent if the frames have one. */
  assumedColours: VideoColorSpaceInit | undefined
}

/** Height in pixels from which players assume BT.709 for a video without a colour description, instead of BT.601. */
const hdHeight = 720

/**
 * The colours that players assume for a small video without a colour description. WebCodecs decoders assume BT.709 for
 * every size, and encoders would write that into the result.
 */
export async function assumedColoursOf(
  video: InputVideoTrack,
): Promise<VideoColorSpaceInit | undefined> {
  const { matrix, fullRange } = await video.getColorSpace()
  const isSmall = (await video.getSquarePixelHeight()) < hdHeight
  if (matrix || !isSmall) return undefined
  const names = { primaries: 'smpte170m', transfer: 'smpte170m', matrix: 'smpte170m' } as const
  return { ...names, fullRange: fullRange ?? false }
}

/**
 * Creates the fitter of a video track. A frame goes to the encoder unchanged if the encoder scales it correctly. Other
 * frames are drawn on a canvas: transparent frames on black, and frames of another shape with bars. Their colours are
 * written in BT.709 with limited range, or like the unchanged frames before them: one track has one colour space. A
 * small video without a colour description keeps its colour space: some encoders write no description either.
 * @param source has the size of the frames that `scaler` was chosen for
 */
export function createFrameFitter(
  source: FrameSource,
  target: Target,
  scaler: Scaler,
): FrameFitter {
  let colours: VideoColorSpaceInit | undefined
  let painter: ReturnType<typeof createPainter> | undefined
  return {
    async fit(original) {
      const { assumedColours } = source
      const frame = assumedColours ? await withColours(original, assumedColours) : original
      const isTarget = hasSize(frame, target)
      const isScaled = scaler === 'encoder' && hasSize(frame, source)
      if ((isTarget || isScaled) && hasShape(frame, target) && !frame.format?.includes('A')) {
        colours ??= frame.colorSpace.toJSON()
        return frame
      }
      painter ??= createPainter(target)
      const painted = painter(frame, colours ?? assumedColours)
      if (frame !== original) frame.close()
      return painted
    },
  }
}

const hasSize = ({ codedWidth, codedHeight }: VideoSample, { width, height }: Size): boolean =>
  codedWidth === width && codedHeight === height

function hasShape(frame: VideoSample, { width, height }: Size): boolean {
  const shape = frame.squarePixelWidth / frame.squarePixelHeight
  return (
    Math.abs(width - height * shape) <= shapeTolerance ||
    Math.abs(height - width / shape) <= shapeTolerance
  )
}

/** Copies a frame and replaces its colour description. Returns the frame itself if its pixels cannot be read. */
export async function withColours(
  frame: VideoSample,
  colorSpace: VideoColorSpaceInit,
): Promise<VideoSample> {
  const { format, timestamp, duration } = frame
  if (!format) return frame
  const data = new Uint8Array(frame.allocationSize())
  await frame.copyTo(data)
  return new VideoSample(data, {
    ...{ format, timestamp, duration, colorSpace },
    ...{ codedWidth: frame.codedWidth, codedHeight: frame.codedHeight },
    ...{ displayWidth: frame.displayWidth, displayHeight: frame.displayHeight },
    ...{ rotation: frame.rotation, flip: frame.flip },
  })
}

/** Draws frames with bars on a canvas of one size. */
function createPainter({ width, height }: Size) {
  // Each frame is read back, so a canvas in the memory of a graphics card would be slower.
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!context) throw new DOMException('There is no canvas.', 'NotSupportedError')
  context.imageSmoothingQuality = 'high'
  context.fillStyle = 'black'
  return (frame: VideoSample, colours: VideoColorSpaceInit | undefined): VideoSample => {
    const scale = Math.min(width / frame.squarePixelWidth, height / frame.squarePixelHeight)
    const isFull = hasShape(frame, { width, height })
    const drawn = isFull
      ? { width, height }
      : { width: frame.squarePixelWidth * scale, height: frame.squarePixelHeight * scale }
    context.fillRect(0, 0, width, height)
    const [x, y] = [(width - drawn.width) / 2, (height - drawn.height) / 2]
    frame.draw(context, x, y, drawn.width, drawn.height)
    const data = new Uint8Array((width * height * 3) / 2)
    const { data: rgba } = context.getImageData(0, 0, width, height)
    const colorSpace = colours ?? limitedBt709
    rgbaToI420(rgba, { width, height }, formatOf(colorSpace), data)
    const { timestamp, duration } = frame
    return new VideoSample(data, {
      ...{ format: 'I420', codedWidth: width, codedHeight: height, timestamp, duration },
      colorSpace,
    })
  }
}

const limitedBt709: VideoColorSpaceInit = {
  primaries: 'bt709',
  transfer: 'bt709',
  matrix: 'bt709',
  fullRange: false,
}

function formatOf({ matrix, fullRange }: VideoColorSpaceInit): YuvFormat {
  // TypeScript's DOM library knows only the values of WebCodecs' first draft.
  const name: string | null | undefined = matrix
  const format = name === 'bt2020-ncl' ? bt2020 : name === 'bt709' || !name ? bt709 : bt601
  return { ...format, isFullRange: fullRange ?? false }
}
