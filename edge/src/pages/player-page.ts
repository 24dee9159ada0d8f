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
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeMarkup(value)}"`,
  )
  const start = `<${name}${written.join('')}>`
  return name === 'video' ? `${start}${children.map(html).join('')}</video>` : start
}

/** Whether a page leaves its video to TCPlayer: embedded ones, where the operator has switched it on. */
const isForTcplayer = (video: Video, { pathname }: URL) =>
  video.status === 'ready' && video.tcplayer !== undefined && pathname.startsWith('/embed/')

/**
 * How the Worker's `<video>` begins. Controls take Chromium longer to build than the first frame to come, so a video
 * that plays by itself gets them from the script, right after.
 */
function beginning(url: URL, saveData: boolean): PlayerOptions {
  const options = playerOptions(url.searchParams)
  return { ...options, controls: options.controls && (!options.autoplay || saveData) }
}

/**
 * Puts a video into the page that shows it: title and tags into its head, the `<video>` itself where the player
 * belongs, so that it loads before any script does, and what the script needs to know, which spares it a request.
 * Of a video that is not ready, or not for everyone, the head says nothing.
 */
export function withVideo(page: Response, video: Video, url: URL, saveData: boolean): Response {
  const rewriter = new HTMLRewriter().on('[data-player]', {
    element(host) {
      // HTMLRewriter escapes quotes and no more.
      host.setAttribute('data-video', escapeMarkup(JSON.stringify(video)))
      if (video.status === 'ready' && !isForTcplayer(video, url))
        host.setInnerContent(html(videoElement(video, beginning(url, saveData), saveData)), {
          html: true,
        })
    },
  })
  if (video.status === 'ready')
    for (const [selector, text] of [
      ['title', `${video.name} – Reelferry`],
      ['[data-title]', video.name],
      ['[data-description]', video.description],
    ] as const)
      rewriter.on(selector, {
        element(element) {
          element.setInnerContent(text)
          if (text) element.removeAttribute('hidden')
        },
      })
  rewriter.on('head', {
    element(head) {
      const tags =
        video.status === 'ready' && video.visibility !== 'private'
          ? videoTags(video, url.origin)
          : '<meta name="robots" content="noindex">'
      head.append(tags, { html: true })
    },
  })
  return rewriter.transform(page)
}
