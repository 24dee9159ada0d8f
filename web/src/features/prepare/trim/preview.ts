import { onBeforeUnmount, type Ref, ref } from 'vue'

/** What a frame is looked up by: well inside the time it is shown, whatever tables round off. */
const insideFrame = 0.004

/** The video of the dialog: shows one frame, or plays a part. */
export interface Preview {
  isPlaying: Readonly<Ref<boolean>>
  /** Shows the frame of a moment, in seconds. What is asked for while it looks for another one follows. */
  show(seconds: number): void
  /** Resolves when the frame that was asked for last is there. */
  shown(): Promise<void>
  play(start: number, end: number): void
  stop(): void
}

export function usePreview(video: Readonly<Ref<HTMLVideoElement | null>>): Preview {
  const isPlaying = ref(false)
  let wanted: number | undefined
  let seeking: Promise<void> | undefined
  let frame = 0

  async function seek(element: HTMLVideoElement) {
    while (wanted !== undefined) {
      const { promise, resolve } = Promise.withResolvers<Event>()
      element.addEventListener('seeked', resolve, { once: true })
      element.currentTime = wanted + insideFrame
      wanted = undefined
      await promise
    }
    seeking = undefined
  }

  function show(seconds: number) {
    stop()
    wanted = seconds
    if (video.value) seeking ??= seek(video.value)
  }

  function play(start: number, end: number) {
    const element = video.value
    if (!element) return
    show(start)
    isPlaying.value = true
    const watch = () => {
      if (element.currentTime >= end || element.ended) return stop()
      frame = requestAnimationFrame(watch)
    }
    void seeking?.then(async () => {
      if (!isPlaying.value) return
      // A browser may not let it play; then it stays where it is.
      await element.play().catch(stop)
      watch()
    })
  }

  function stop() {
    cancelAnimationFrame(frame)
    isPlaying.value = false
    video.value?.pause()
  }

  onBeforeUnmount(() => cancelAnimationFrame(frame))
  return { isPlaying, show, shown: async () => seeking, play, stop }
}
