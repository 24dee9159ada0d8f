import type { ElementShape } from '@reelferry/contract'

function createElement({ name, attributes, children }: ElementShape): HTMLElement {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children.map(createElement))
  return element
}

/** Creates a `<video>` of this shape. */
export function createVideo(shape: ElementShape): HTMLVideoElement {
  const video = createElement(shape) as HTMLVideoElement
  // The attribute mutes only elements that the HTML parser creates.
  video.muted = 'muted' in shape.attributes
  return video
}

/**
 * Replaces the sources, captions and poster of an existing `<video>` and loads it again. The playback rate and the
 * chosen captions stay.
 */
export function replaceSources(
  video: HTMLVideoElement,
  { attributes, children }: ElementShape,
): void {
  const modes = [...video.textTracks].map(({ mode }) => mode)
  // Loading resets the rate to the default rate.
  video.defaultPlaybackRate = video.playbackRate
  for (const name of ['src', 'poster', 'crossorigin']) {
    const value = attributes[name]
    if (value === undefined) video.removeAttribute(name)
    else video.setAttribute(name, value)
  }
  video.replaceChildren(...children.map(createElement))
  for (const [index, track] of [...video.textTracks].entries())
    track.mode = modes[index] ?? track.mode
  video.load()
}
