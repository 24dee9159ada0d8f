import { parseChapters, rangeQuery } from '@reelferry/contract'
import { formatClock } from '../../../i18n/clock.ts'
import type { ReadyVideo } from '../model/video-state.ts'
import { element } from './elements.ts'

/** The chapters of the watch page. */
export interface ChapterList {
  /** Marks the chapter that plays. */
  showTime(seconds: number): void
}

/** A link to a position in the video, which the page seeks to. Its address is for a new tab. */
export function timeLink(
  id: string,
  time: number,
  onSeek: (time: number) => void,
  ...content: (Node | string)[]
): HTMLAnchorElement {
  const link = element('a', '', ...content)
  link.href = `/watch/${id}${rangeQuery({ start: time })}`
  link.addEventListener('click', (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    onSeek(time)
  })
  return link
}

/**
 * Fills the section with a list of the chapters in a description, or hides it if there are none.
 * @param onSeek called with a position in seconds when the viewer selects a chapter
 */
export function showChapters(
  section: HTMLElement,
  { id, description, duration }: ReadyVideo,
  heading: string,
  onSeek: (time: number) => void,
): ChapterList {
  const chapters = parseChapters(description, duration)
  section.hidden = chapters.length === 0
  const links = chapters.map(({ title, start }) => {
    const time = element('span', 'num muted small', formatClock(start))
    return timeLink(id, start, onSeek, element('span', '', title), ' ', time)
  })
  const title = element('h2', '', heading)
  title.id = 'chapters-heading'
  section.setAttribute('aria-labelledby', title.id)
  const list = element('ol', '', ...links.map((link) => element('li', '', link)))
  section.replaceChildren(...(chapters.length > 0 ? [title, list] : []))
  let shown: HTMLAnchorElement | undefined
  return {
    showTime(seconds) {
      const current = links[chapters.findLastIndex(({ start }) => start <= seconds)]
      if (current === shown) return
      shown?.removeAttribute('aria-current')
      current?.setAttribute('aria-current', 'true')
      shown = current
    },
  }
}
