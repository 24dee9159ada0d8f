import { computed, type ComputedRef, onBeforeUnmount, type Ref, ref, shallowRef } from 'vue'
import { originOf } from '../../../media/element-time.ts'
import { shownFrame } from '../../../media/media-client.ts'

/** Seconds added to a frame's timestamp to seek inside of its duration, despite rounded tables. */
const seekOffset = 0.004

/**
 * Shows one frame of the file, or plays a range: with the `<video>` of the dialog, or only as pictures of frames if the
 * browser decodes the file but does not play it.
 */
export interface Preview {
  canPlay: ComputedRef<boolean>
  isPlaying: Readonly<Ref<boolean>>
  /** The last requested frame, if there is no `<video>` and the frame could be read. */
  picture: Readonly<Ref<File | undefined>>
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

export function usePreview(
  video: Readonly<Ref<HTMLVideoElement | null>>,
  file: Readonly<Ref<File | undefined>>,
): Preview {
  const canPlay = computed(() => video.value !== null)
  const picture = shallowRef<File>()
  const isPlaying = ref(false)
  const time = ref(0)
  let requested: number | undefined
  let seeking: Promise<void> | undefined
  let frame = 0
  /** The time of the element at the start of the file. */
  let origin = 0

  async function seek() {
    while (requested !== undefined) {
      const seconds = requested
      requested = undefined
      if (video.value) await seekElement(video.value, seconds)
      else picture.value = await readFrame(seconds)
    }
    seeking = undefined
  }

  async function seekElement(element: HTMLVideoElement, seconds: number) {
    const { promise, resolve } = Promise.withResolvers<Event>()
    // An element that fails while it seeks never fires `seeked`.
    for (const name of ['seeked', 'error']) element.addEventListener(name, resolve, { once: true })
    element.currentTime = origin + seconds + seekOffset
    await promise
  }

  async function readFrame(seconds: number): Promise<File | undefined> {
    return file.value && (await shownFrame(file.value, seconds).catch(() => undefined))
  }

  function start() {
    if (video.value) origin = originOf(video.value)
  }

  function show(seconds: number) {
    stop()
    requested = time.value = seconds
    seeking ??= seek()
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
  return {
    canPlay,
    isPlaying,
    picture,
    time,
    start,
    show,
    shown: async () => seeking,
    play,
    stop,
  }
}
