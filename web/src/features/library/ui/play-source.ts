import { hlsType, type Video } from '@reelferry/contract'

/**
 * Loads a video into an element, without playing it: a file if there is one, otherwise an adaptive stream.
 * @param onFailure called if a stream cannot be loaded. A file that fails emits the element's own event
 * @returns a function that ends the stream
 */
export async function playSource(
  video: HTMLVideoElement,
  sources: Extract<Video, { status: 'ready' }>['sources'],
  onFailure: () => void,
): Promise<() => void> {
  const source = sources.find(({ type }) => type !== hlsType) ?? sources[0]
  if (!source) {
    onFailure()
    return () => undefined
  }
  if (source.type === hlsType && !video.canPlayType(hlsType)) {
    const { attachHls } = await import('../../watch/adapters/hls.ts')
    return attachHls(video, source.src, 0, onFailure).detach
  }
  video.src = source.src
  return () => video.removeAttribute('src')
}
