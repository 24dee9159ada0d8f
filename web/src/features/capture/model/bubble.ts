/** A circle with the camera on a recorded screen. */

/** Position of the circle's center, as shares of the width and height of the screen. */
export interface BubblePosition {
  x: number
  y: number
}

interface Size {
  width: number
  height: number
}

/** Shares of the screen's width and height that limit the diameter. */
const maxWidthShare = 0.2
const maxHeightShare = 0.4

/** Distance to the edges of the screen, as a share of the diameter. */
const marginShare = 0.12

/** The bottom left corner. */
export const initialBubble: BubblePosition = { x: 0, y: 1 }

/** Diameter of the circle, in pixels of the screen. */
export const bubbleDiameter = ({ width, height }: Size): number =>
  Math.round(Math.min(width * maxWidthShare, height * maxHeightShare))

/** The nearest position at which the whole circle is inside of the screen. */
export function limitBubble({ x, y }: BubblePosition, size: Size): BubblePosition {
  const needed = bubbleDiameter(size) * (0.5 + marginShare)
  const limit = (share: number, length: number) =>
    Math.min(1 - needed / length, Math.max(needed / length, share))
  return { x: limit(x, size.width), y: limit(y, size.height) }
}

/** Pixels of the largest centered square, which the circle shows of the camera. */
export function squareOf({ width, height }: Size): { x: number; y: number; side: number } {
  const side = Math.min(width, height)
  return { x: (width - side) / 2, y: (height - side) / 2, side }
}

/** The largest rectangle with the proportions of `content` in the middle of `frame`, in pixels. */
export function fitInside(content: Size, frame: Size): Size & BubblePosition {
  const scale = Math.min(frame.width / content.width, frame.height / content.height)
  const [width, height] = [content.width * scale, content.height * scale]
  return { x: (frame.width - width) / 2, y: (frame.height - height) / 2, width, height }
}
