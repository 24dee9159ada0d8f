import {
  type ElementShape,
  escapeMarkup,
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
      if (video.status === 'ready')
        host.setInnerContent(html(videoElement(video, playerOptions(url.searchParams), saveData)), {
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
