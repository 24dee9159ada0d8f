import {
  type ElementShape,
  escapeMarkup,
  parseChapters,
  type PlayerOptions,
  playerOptions,
  type Video,
  videoElement,
} from '@reelferry/contract'
import { videoTags } from './metadata.ts'
import { structuredData } from './structured-data.ts'

function html({ name, attributes, children }: ElementShape): string {
  const serialized = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeMarkup(value)}"`,
  )
  const start = `<${name}${serialized.join('')}>`
  return name === 'video' ? `${start}${children.map(html).join('')}</video>` : start
}

/** Whether TCPlayer plays the video: on embed pages, if the operator has enabled it. */
const usesTcplayer = (video: Video, { pathname }: URL) =>
  video.status === 'ready' && video.tcplayer !== undefined && pathname.startsWith('/embed/')

/**
 * Options of the `<video>` in the HTML. Chromium needs longer to build controls than to show the first frame, so for
 * autoplay the script adds the controls later.
 */
function initialOptions(url: URL, saveData: boolean): PlayerOptions {
  const options = playerOptions(url.searchParams)
  return { ...options, controls: options.controls && (!options.autoplay || saveData) }
}

/**
 * Inserts a video into its page: metadata into the head, the `<video>` element so that it loads before the script, and
 * the video's data so that the script needs no request. The head of a video that is private or not ready has no
 * metadata.
 * @param studioName name of the studio, for titles and link previews
 */
export function withVideo(
  page: Response,
  video: Video,
  { url, saveData, studioName }: { url: URL; saveData: boolean; studioName: string },
): Response {
  const rewriter = new HTMLRewriter().on('[data-player]', {
    element(host) {
      // HTMLRewriter escapes only quotes.
      host.setAttribute('data-video', escapeMarkup(JSON.stringify(video)))
      if (video.status === 'ready' && !usesTcplayer(video, url))
        host.setInnerContent(html(videoElement(video, initialOptions(url, saveData), saveData)), {
          html: true,
        })
    },
  })
  if (video.status === 'ready') {
    const show = {
      element(element: Element) {
        element.removeAttribute('hidden')
      },
    }
    rewriter.on('[data-facts]', show)
    // Reserves the space of the list, which the script fills in the language of the viewer.
    if (parseChapters(video.description, video.duration).length > 0)
      rewriter.on('[data-chapters]', show)
    for (const [selector, text] of [
      ['title', `${video.name} – ${studioName}`],
      ['[data-title]', video.name],
      ['[data-description]', video.description],
    ] as const)
      rewriter.on(selector, {
        element(element) {
          element.setInnerContent(text)
          if (text) element.removeAttribute('hidden')
        },
      })
  }
  const isPublicPage = video.status === 'ready' && video.visibility !== 'private'
  rewriter.on('head', {
    element(head) {
      const tags =
        video.status === 'ready' && isPublicPage
          ? videoTags(video, { origin: url.origin, name: studioName })
          : '<meta name="robots" content="noindex">'
      head.append(tags, { html: true })
      // Search engines index the watch page only. A data block is no script for the Content-Security-Policy.
      if (video.status === 'ready' && isPublicPage && url.pathname.startsWith('/watch/'))
        head.append(
          `<script type="application/ld+json">${structuredData(video, url.origin)}</script>`,
          { html: true },
        )
    },
  })
  return rewriter.transform(page)
}
