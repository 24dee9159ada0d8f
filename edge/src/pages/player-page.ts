import {
  type ElementShape,
  escapeMarkup,
  type PlayerOptions,
  playerOptions,
  type Video,
  videoElement,
} from '@reelferry/contract'
import { videoTags } from './metadata.ts'

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
    rewriter.on('[data-facts]', {
      element(element) {
        element.removeAttribute('hidden')
      },
    })
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
  rewriter.on('head', {
    element(head) {
      const tags =
        video.status === 'ready' && video.visibility !== 'private'
          ? videoTags(video, { origin: url.origin, name: studioName })
          : '<meta name="robots" content="noindex">'
      head.append(tags, { html: true })
    },
  })
  return rewriter.transform(page)
}
