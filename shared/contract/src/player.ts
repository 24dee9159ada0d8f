import type { Video } from './videos.ts'

/** The options in the address of a player page: `?t=90&end=120&autoplay&muted&loop&controls=0&resume`. */
export interface PlayerOptions {
  /** Seconds. */
  start: number
  /** End of the part that plays, seconds; `Infinity` for the end of the video. */
  end: number
  autoplay: boolean
  muted: boolean
  loop: boolean
  controls: boolean
  /** Whether the controls are those of the browser (`controls=native`). */
  nativeControls: boolean
  /** Whether playback continues where the viewer stopped last time; `undefined` for the default of the page. */
  resume: boolean | undefined
  /** Whether the page around the player has the policy `Cross-Origin-Embedder-Policy: require-corp` (`isolated`). */
  isolated: boolean
}

/** Parses the options of an address. An invalid value is ignored. */
export function playerOptions(query: { get(name: string): string | null }): PlayerOptions {
  const optionalFlag = (name: string) => {
    const value = query.get(name)
    return value === null ? undefined : !/^(0|false|no)$/.test(value)
  }
  const flag = (name: string, absent = false) => optionalFlag(name) ?? absent
  const start = parseStart(query.get('t') ?? '')
  const end = parseStart(query.get('end') ?? '')
  return {
    start,
    end: end > start ? end : Infinity,
    autoplay: flag('autoplay'),
    muted: flag('muted'),
    loop: flag('loop'),
    controls: flag('controls', true),
    nativeControls: query.get('controls') === 'native',
    resume: optionalFlag('resume'),
    isolated: flag('isolated'),
  }
}

/** Parses a start position to seconds: `90`, `1m30s` and `1:30` are 90. An invalid position is 0. */
export function parseStart(text: string): number {
  const [, hours, minutes, rest] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/.exec(text) ?? []
  const clock = /^\d+(:\d\d){1,2}$/.test(text) ? text.split(':') : [hours, minutes, rest]
  return clock.reduce((total, part) => total * 60 + Number(part ?? 0), 0)
}

/** MIME type of an HLS playlist. */
export const hlsType = 'application/vnd.apple.mpegurl'

/** An element that the Worker renders as HTML and the page as DOM. `''` is an attribute without a value. */
export interface ElementShape {
  name: 'video' | 'source' | 'track'
  attributes: Record<string, string>
  children: ElementShape[]
}

/**
 * The `<video>` element of a player page. A file is set as `src`, so that it loads while the page is still parsed.
 * The end of a range is not in its URL, because browsers would stop there a second time. HLS is a `<source>`, which browsers without HLS support skip. Width and height reserve the space for the poster.
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
      // Browsers block captions of another origin without it, and on isolated pages media too. Media then need CORS.
      ...((video.captions.some(({ src }) => !src.startsWith('/')) || options.isolated) && {
        crossorigin: 'anonymous',
      }),
      ...Object.fromEntries(
        Object.entries(flags).flatMap(([name, isOn]) => (isOn ? [[name, '']] : [])),
      ),
      // Keeps a video without controls reachable by keyboard.
      ...(!options.controls && { tabindex: '0' }),
      ...(!isHls && { src }),
    },
    children: [
      ...(isHls ? [element('source', { src, type: hlsType })] : []),
      ...video.captions.map(({ src, language, label, isDefault }) =>
        element('track', {
          ...{ kind: 'captions', src, srclang: language, label },
          ...(isDefault && { default: '' }),
        }),
      ),
    ],
  }
}

const element = (name: ElementShape['name'], attributes: Record<string, string>): ElementShape => ({
  name,
  attributes,
  children: [],
})
