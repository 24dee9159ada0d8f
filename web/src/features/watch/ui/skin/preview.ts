import { tileAt } from '../../model/preview-tile.ts'
import type { ReadyVideo } from '../../model/video-state.ts'

/** Width of the picture, pixels. */
const pictureWidth = 176

/** The first image of each video, whose size tells how many tiles an image has. */
const firstImages = new Map<string, HTMLImageElement>()

function firstImage(src: string): HTMLImageElement {
  const image = firstImages.get(src) ?? Object.assign(new Image(), { src })
  firstImages.set(src, image)
  return image
}

/** Shows the picture of a position as the background of an element, or hides it until the images are loaded. */
export function showPreview(
  picture: HTMLElement,
  { previews, duration }: ReadyVideo,
  time: number,
): void {
  const [first] = previews?.images ?? []
  if (!previews || first === undefined) return
  const { naturalWidth, naturalHeight } = firstImage(first)
  const tile = tileAt(time, duration, previews, { width: naturalWidth, height: naturalHeight })
  picture.hidden = !tile
  if (!tile) return
  const scale = pictureWidth / previews.width
  const height = previews.height * scale
  Object.assign(picture.style, {
    inlineSize: `${pictureWidth}px`,
    blockSize: `${height}px`,
    backgroundImage: `url("${previews.images[tile.image]}")`,
    backgroundSize: `${naturalWidth * scale}px auto`,
    backgroundPosition: `${-tile.column * pictureWidth}px ${-tile.row * height}px`,
  })
}
