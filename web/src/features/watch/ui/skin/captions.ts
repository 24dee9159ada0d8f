import { captionsFor } from '../../model/preferences.ts'
import { element } from '../elements.ts'
import type { SkinPart, SkinScope } from './part.ts'

/** Captions of the current video, shown above the controls. */
export interface Captions extends SkinPart {
  /** Names of the available captions. */
  names(): string[]
  /** Index of the chosen captions; -1 if they are off. */
  chosen(): number
  /** Chooses captions for this and for later videos; -1 for none. */
  choose(index: number): void
  /** Follows a new `<video>`. */
  attach(video: HTMLVideoElement): void
}

const isCaptions = ({ kind }: TextTrack) => kind === 'captions' || kind === 'subtitles'

const isText = (cue: TextTrackCue): cue is VTTCue => 'getCueAsHTML' in cue

/** Whether the captions of a cue belong to the upper half (WebVTT, `line`). */
const isAtTop = (cue: VTTCue) =>
  typeof cue.line === 'number' && (cue.snapToLines ? cue.line >= 0 && cue.line < 6 : cue.line < 50)

/**
 * Shows captions as elements of the page: the browser would draw them below the controls. Outside of the page, in
 * picture-in-picture and in the full screen of iPhones, the browser draws them.
 */
export function createCaptions({ preferences, prefer, video, signal }: SkinScope): Captions {
  const root = element('div', 'skin-captions')
  let detach = new AbortController()
  let current: TextTrack | undefined
  let isOutside = false
  let hasAttached = false

  /** Without the copies in an adaptive stream, which Safari adds to those of the page. */
  function tracks(): TextTrack[] {
    const all = [...video().textTracks].filter(isCaptions)
    const own = [...video().querySelectorAll('track')].map(({ track }) => track)
    return own.length > 0 ? all.filter((track) => own.includes(track)) : all
  }

  function render(): void {
    // Browsers update the active cues only while a video plays or seeks, so not for captions that are chosen later.
    const { currentTime: time } = video()
    const cues = isOutside ? [] : [...(current?.cues ?? [])]
    const lines = cues
      .filter(isText)
      .filter(({ startTime, endTime }) => startTime <= time && time < endTime)
    root.classList.toggle('is-top', lines.some(isAtTop))
    root.replaceChildren(...lines.map((cue) => element('p', '', cue.getCueAsHTML())))
  }

  /** Shows one track. The others are disabled, so that the browser does not load them. */
  function show(track: TextTrack | undefined): void {
    current?.removeEventListener('cuechange', render)
    current = track
    for (const other of tracks()) if (other !== track) other.mode = 'disabled'
    if (track) {
      track.mode = isOutside ? 'showing' : 'hidden'
      track.addEventListener('cuechange', render)
    }
    render()
  }

  /** The captions that the video shows unless somebody chooses. */
  const initial = () => video().querySelector<HTMLTrackElement>('track[default]')?.track

  /**
   * Shows the preferred captions.
   * @param keepsChoice whether captions that somebody has chosen or turned off before the controls were loaded stay
   */
  function showPreferred(keepsChoice: boolean): void {
    const list = tracks()
    const showing = list.find(({ mode }) => mode === 'showing')
    if (keepsChoice && showing !== initial()) return show(showing)
    const { captions } = preferences()
    const wanted =
      captions === undefined
        ? -1
        : captionsFor(
            list.map(({ language }) => language),
            captions,
          )
    show(captions === undefined ? showing : list[wanted])
  }

  function setOutside(next: boolean): void {
    isOutside = next
    if (current) current.mode = next ? 'showing' : 'hidden'
    render()
  }

  signal.addEventListener('abort', () => {
    detach.abort()
    current?.removeEventListener('cuechange', render)
    if (current?.mode === 'hidden') current.mode = 'showing'
  })

  return {
    element: root,
    names: () => tracks().map(({ label, language }) => label || language),
    chosen: () => (current ? tracks().indexOf(current) : -1),
    choose(index) {
      const track = tracks()[index]
      show(track)
      prefer({ captions: track?.language ?? '' })
    },
    attach(next) {
      detach.abort()
      detach = new AbortController()
      const options = { signal: detach.signal }
      isOutside = document.pictureInPictureElement === next
      for (const name of ['addtrack', 'removetrack'])
        next.textTracks.addEventListener(name, () => showPreferred(false), options)
      // Another script, or the browser's menu, has chosen captions.
      next.textTracks.addEventListener(
        'change',
        () => {
          const showing = tracks().find(({ mode }) => mode === 'showing')
          if (showing && !isOutside) show(showing)
        },
        options,
      )
      // The file of the captions is loaded.
      next.addEventListener('load', render, { ...options, capture: true })
      next.addEventListener('seeked', render, options)
      for (const name of ['enterpictureinpicture', 'webkitbeginfullscreen'])
        next.addEventListener(name, () => setOutside(true), options)
      for (const name of ['leavepictureinpicture', 'webkitendfullscreen'])
        next.addEventListener(name, () => setOutside(false), options)
      showPreferred(!hasAttached)
      hasAttached = true
    },
    update() {
      const { captionSize, captionBackground } = preferences()
      root.dataset.size = captionSize
      root.dataset.background = captionBackground
    },
  }
}
