import type { ReadyVideo } from '../model/video-state.ts'
import { parseDescription } from '../model/description.ts'
import { timeLink } from './chapters.ts'
import { element } from './elements.ts'

/**
 * Shows a description with links to other pages and to positions in the video.
 * @param onSeek called with a position in seconds when the viewer selects it
 */
export function showDescription(
  host: HTMLElement,
  { id, description, duration }: ReadyVideo,
  onSeek: (time: number) => void,
): void {
  host.replaceChildren(
    ...parseDescription(description, duration).map((part) => {
      if (part.kind === 'text') return part.text
      if (part.kind === 'time') return timeLink(id, part.time, onSeek, part.text)
      const link = element('a', '', part.text)
      Object.assign(link, { href: part.url, rel: 'noopener nofollow', target: '_blank' })
      return link
    }),
  )
}
