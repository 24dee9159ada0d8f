import type { VideoId } from './ids.ts'
import { type Range, rangeQuery } from './range-query.ts'

/** The features that a player frame may use (`allow` of `<iframe>`). Full screen has its own attribute. */
const frameFeatures = 'autoplay; picture-in-picture'

/** Escapes text for HTML or XML, inside an element or a quoted attribute. */
export const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/**
 * Returns the HTML that embeds the player in a page.
 * @param video with the range that the player shows
 * @param size size of the player in pixels; by default the full width, in the aspect ratio of the video
 */
export function embedCode(
  origin: string,
  video: { id: VideoId; name: string; width?: number; height?: number } & Range,
  size?: { width: number; height: number },
): string {
  const ratio = video.width ? `${video.width}/${video.height}` : '16/9'
  const attributes = {
    src: `${origin}/embed/${video.id}${rangeQuery(video)}`,
    title: video.name,
    ...(size
      ? { width: String(size.width), height: String(size.height), frameborder: '0' }
      : { style: `width:100%;aspect-ratio:${ratio};border:0` }),
    loading: 'lazy',
    allow: frameFeatures,
  }
  const serialized = Object.entries(attributes).map(
    ([name, value]) => `${name}="${escapeMarkup(value)}"`,
  )
  return `<iframe ${serialized.join(' ')} allowfullscreen></iframe>`
}
