import { hlsType } from '@reelferry/contract'

/** Whether this browser plays HLS by itself. `pnpm bench player` measures that it is the faster way in Chromium. */
export const playsHls = (video: HTMLVideoElement): boolean => video.canPlayType(hlsType) !== ''

/**
 * Lets a `<video>` play HLS where the browser does not, by a library that is only then loaded. `onFailure` is called
 * when it gives up, or cannot be loaded. Returns how to end it.
 */
export function attachHls(
  video: HTMLVideoElement,
  src: string,
  start: number,
  onFailure: () => void,
): () => void {
  let end: (() => void) | undefined = () => undefined
  import('hls.js/light').then(({ default: Hls }) => {
    if (!end) return
    if (!Hls.isSupported()) return onFailure()
    const hls = new Hls({
      startPosition: start || -1,
      capLevelToPlayerSize: true,
      // Its worker comes from a blob, which the policy of the page does not allow.
      enableWorker: false,
    })
    end = () => hls.destroy()
    hls.on(Hls.Events.ERROR, (_, { fatal }) => {
      if (fatal) onFailure()
    })
    hls.loadSource(src)
    hls.attachMedia(video)
  }, onFailure)
  return () => {
    end?.()
    end = undefined
  }
}
