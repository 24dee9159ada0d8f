import { bubbleDiameter, type BubblePosition, fitInside, squareOf } from '../model/bubble.ts'

/** A picture with its size in pixels. */
export interface Picture {
  source: CanvasImageSource
  width: number
  height: number
}

/** Width of the white ring, as a share of the diameter. */
const ringShare = 0.03

/** Draws a screen, and the camera in a circle on it. A picture that has not arrived yet is left out. */
export function drawComposition(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  screen: Picture | undefined,
  camera: Picture | undefined,
  bubble: BubblePosition,
): void {
  const { width, height } = context.canvas
  context.fillStyle = '#000'
  context.fillRect(0, 0, width, height)
  if (screen) {
    const place = fitInside(screen, { width, height })
    context.drawImage(screen.source, place.x, place.y, place.width, place.height)
  }
  if (!camera) return
  const diameter = bubbleDiameter({ width, height })
  const [x, y] = [bubble.x * width, bubble.y * height]
  const { x: left, y: top, side } = squareOf(camera)
  context.save()
  context.beginPath()
  context.arc(x, y, diameter / 2, 0, 2 * Math.PI)
  context.clip()
  const corner: [number, number] = [x - diameter / 2, y - diameter / 2]
  context.drawImage(camera.source, left, top, side, side, ...corner, diameter, diameter)
  context.restore()
  context.lineWidth = diameter * ringShare
  context.strokeStyle = '#fff'
  context.stroke()
}
