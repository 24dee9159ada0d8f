import type { ElementShape } from '@reelferry/contract'

function create({ name, attributes, children }: ElementShape): HTMLElement {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children.map(create))
  return element
}

/** A `<video>` of this shape. */
export function build(shape: ElementShape): HTMLVideoElement {
  const video = create(shape) as HTMLVideoElement
  // The attribute alone mutes only what a parser makes.
  video.muted = 'muted' in shape.attributes
  return video
}

/**
 * Gives a `<video>` that is there already the sources, captions and poster of this shape, and begins anew, at the rate
 * and with the captions that were chosen.
 */
export function fill(video: HTMLVideoElement, { attributes, children }: ElementShape): void {
  const modes = [...video.textTracks].map(({ mode }) => mode)
  // What loading goes back to.
  video.defaultPlaybackRate = video.playbackRate
  for (const name of ['src', 'poster', 'crossorigin']) {
    const value = attributes[name]
    if (value === undefined) video.removeAttribute(name)
    else video.setAttribute(name, value)
  }
  video.replaceChildren(...children.map(create))
  for (const [index, track] of [...video.textTracks].entries())
    track.mode = modes[index] ?? track.mode
  video.load()
}
