import type { FileId } from './ids.ts'
import type { Video } from './videos.ts'

/** How a player page is asked to play, in its address: `?t=90&autoplay&muted&loop&controls=0`. */
export interface PlayerOptions {
  /** Seconds. */
  start: number
  autoplay: boolean
  muted: boolean
  loop: boolean
  controls: boolean
}

/** Reads the options of an address; what is not understood counts as absent. */
export function playerOptions(query: { get(name: string): string | null }): PlayerOptions {
  const flag = (name: string, absent = false) => {
    const value = query.get(name)
    return value === null ? absent : !/^(0|false|no)$/.test(value)
  }
  return {
    start: seconds(query.get('t') ?? ''),
    autoplay: flag('autoplay'),
    muted: flag('muted'),
    loop: flag('loop'),
    controls: flag('controls', true),
  }
}

/** `90`, `1m30s` and `1:30` are 90 seconds; anything else is the beginning. */
function seconds(text: string): number {
  const [, hours, minutes, rest] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/.exec(text) ?? []
  const clock = /^\d+(:\d\d){1,2}$/.test(text) ? text.split(':') : [hours, minutes, rest]
  return clock.reduce((total, part) => total * 60 + Number(part ?? 0), 0)
}

export const hlsType = 'application/vnd.apple.mpegurl'

/** An element as both sides make it: the Worker as HTML, the page as DOM. `''` is an attribute without a value. */
export interface ElementShape {
  name: 'video' | 'source' | 'track'
  attributes: Record<string, string>
  children: ElementShape[]
}

/**
 * The `<video>` of a player page. A file is its `src`, so that it loads while the page is still being read; HLS is a
 * `<source>`, which browsers without it skip. Its size reserves the room, and the poster fills it.
 */
export function videoElement(
  video: Video & { status: 'ready' },
  options: PlayerOptions,
  saveData = false,
): ElementShape {
  const [source] = video.sources
  const src = `${source?.src}${options.start > 0 ? `#t=${options.start}` : ''}`
  const isHls = source?.type === hlsType
  const flags = {
    controls: options.controls,
    autoplay: options.autoplay && !saveData,
    muted: options.muted,
    loop: options.loop,
  }
  return {
    name: 'video',
    attributes: {
      'aria-label': video.name,
      playsinline: '',
      preload: saveData ? 'none' : options.autoplay ? 'auto' : 'metadata',
      ...(video.width > 0 && { width: String(video.width), height: String(video.height) }),
      ...(video.poster && { poster: video.poster }),
      // Browsers refuse captions of another origin without it, and media then need CORS as well.
      ...(video.captions.length > 0 && { crossorigin: 'anonymous' }),
      ...Object.fromEntries(
        Object.entries(flags).flatMap(([name, isOn]) => (isOn ? [[name, '']] : [])),
      ),
      // Without controls it is still reached and driven by keyboard.
      ...(!options.controls && { tabindex: '0' }),
      ...(!isHls && { src }),
    },
    children: [
      ...(isHls ? [element('source', { src, type: hlsType })] : []),
      ...video.captions.map(({ src, language, label }) =>
        element('track', { kind: 'captions', src, srclang: language, label }),
      ),
    ],
  }
}

const element = (name: ElementShape['name'], attributes: Record<string, string>): ElementShape => ({
  name,
  attributes,
  children: [],
})

/** What frames of the player may do beside full screen, which has an attribute of its own; all else stays off. */
const frameFeatures = 'autoplay; picture-in-picture'

/** Text as HTML or XML, in an element or in a quoted attribute. */
export const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/**
 * HTML to paste into a page: as wide as the page has room for, in the picture's proportions; or of a fixed size in
 * pixels.
 */
export function embedCode(
  origin: string,
  video: { fileId: FileId; name: string; width?: number; height?: number },
  size?: { width: number; height: number },
): string {
  const ratio = video.width ? `${video.width}/${video.height}` : '16/9'
  const attributes = {
    src: `${origin}/embed/${video.fileId}`,
    title: video.name,
    ...(size
      ? { width: String(size.width), height: String(size.height), frameborder: '0' }
      : { style: `width:100%;aspect-ratio:${ratio};border:0` }),
    loading: 'lazy',
    allow: frameFeatures,
  }
  const written = Object.entries(attributes).map(
    ([name, value]) => `${name}="${escapeMarkup(value)}"`,
  )
  return `<iframe ${written.join(' ')} allowfullscreen></iframe>`
}
