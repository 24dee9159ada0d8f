import { onBeforeUnmount, type Ref, ref } from 'vue'
import { originOf } from '../../../media/element-time.ts'

/** Seconds added to a frame's timestamp to seek inside of its duration, despite rounded tables. */
const seekOffset = 0.004

/** Controls the `<video>` of the dialog: shows one frame, or plays a range. */
export interface Preview {
  isPlaying: Readonly<Ref<boolean>>
  /** The position in seconds. */
  time: Readonly<Ref<number>>
  /** Call it when the element has loaded its first frame. */
  start(): void
  /** Shows the frame at a time in seconds. During a seek only the last requested frame is remembered. */
  show(seconds: number): void
  /** Resolves when the last requested frame is shown. */
  shown(): Promise<void>
  play(start: number, end: number): void
  stop(): void
}

export function usePreview(video: Readonly<Ref<HTMLVideoElement | null>>): Preview {
  const isPlaying = ref(false)
  const time = ref(0)
  let requested: number | undefined
  let seeking: Promise<void> | undefined
  let frame = 0
  /** The time of the element at the start of the file. */
  let origin = 0

  async function seek(element: HTMLVideoElement) {
    while (requested !== undefined) {
      const { promise, resolve } = Promise.withResolvers<Event>()
      element.addEventListener('seeked', resolve, { once: true })
      element.currentTime = origin + requested + seekOffset
      requested = undefined
      await promise
    }
    seeking = undefined
  }

  function start() {
    if (video.value) origin = originOf(video.value)
  }

  function show(seconds: number) {
    stop()
    requested = time.value = seconds
    if (video.value) seeking ??= seek(video.value)
  }

  function play(start: number, end: number) {
    const element = video.value
    if (!element) return
    show(start)
    isPlaying.value = true
    const watch = () => {
      const current = element.currentTime - origin
      time.value = Math.min(current, end)
      if (current >= end || element.ended) return stop()
      frame = requestAnimationFrame(watch)
    }
    void seeking?.then(async () => {
      if (!isPlaying.value) return
      // If the browser does not allow playback, the first frame stays.
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
  return { isPlaying, time, start, show, shown: async () => seeking, play, stop }
}
