import type { Previews } from '@reelferry/contract'
import { parseTimedTiles, type Tile, tileAt, type TimedTile } from '../../model/preview-tile.ts'
import type { ReadyVideo } from '../../model/video-state.ts'

/** Maximum size of the picture, pixels. */
const maxWidth = 176
const maxHeight = 132

/** The loaded parts of the previews of a video. */
interface Loaded {
  /** The first image: its size determines how many tiles an image has. */
  image: HTMLImageElement
  /** Empty if there is no file with the times. */
  tiles?: TimedTile[]
}

/** By the URL of the first image. */
const loaded = new Map<string, Loaded>()

async function fetchTiles({ times, images }: Previews): Promise<TimedTile[]> {
  if (times === undefined) return []
  const response = await fetch(times)
  return response.ok ? parseTimedTiles(await response.text(), images) : []
}

function load(first: string, previews: Previews): Loaded {
  const known = loaded.get(first)
  if (known) return known
  const entry: Loaded = { image: Object.assign(new Image(), { src: first }) }
  loaded.set(first, entry)
  void fetchTiles(previews).then(
    (tiles) => (entry.tiles = tiles),
    // Without the times, the tiles are shown as if all parts were equally long.
    () => (entry.tiles = []),
  )
  return entry
}

function findTile(
  { image: { naturalWidth, naturalHeight }, tiles }: Loaded,
  time: number,
  { previews, duration }: ReadyVideo,
): Tile | undefined {
  if (!previews || !tiles || naturalWidth === 0) return undefined
  const timed = tiles.findLast(({ start }) => start <= time) ?? tiles[0]
  return timed ?? tileAt(time, duration, previews, { width: naturalWidth, height: naturalHeight })
}

/** Shows the picture of a position as the background of an element, or hides it until the images are loaded. */
export function showPreview(picture: HTMLElement, data: ReadyVideo, time: number): void {
  const { previews } = data
  const [first] = previews?.images ?? []
  if (!previews || first === undefined) return
  const known = load(first, previews)
  const tile = findTile(known, time, data)
  picture.hidden = !tile
  if (!tile) return
  const scale = Math.min(maxWidth / previews.width, maxHeight / previews.height)
  Object.assign(picture.style, {
    inlineSize: `${previews.width * scale}px`,
    blockSize: `${previews.height * scale}px`,
    backgroundImage: `url("${previews.images[tile.image]}")`,
    backgroundSize: `${known.image.naturalWidth * scale}px auto`,
    backgroundPosition: `${-tile.x * scale}px ${-tile.y * scale}px`,
  })
}
