import { type PlayedRange, rangeStep } from '../model/range.ts'

/** Seconds before the end from which a timer stops the video: `timeupdate` is too rare for it. */
const timerFrom = 0.6

/** Ranges that viewers have left or seen. */
const over = new WeakSet<PlayedRange>()

/**
 * Stops a video at the end of a range, or repeats the range if the element has `loop`. At the end the element gets the
 * event `ended`.
 * @param isStrict whether the viewer cannot leave the range; otherwise it applies until its end or a seek outside of it
 * @param range the same object for all elements of a player: a range that no longer applies does not limit a later one
 */
export function playRange(video: HTMLVideoElement, range: PlayedRange, isStrict: boolean): void {
  if (over.has(range)) return
  const stopped = new AbortController()
  const { signal } = stopped
  let timer: ReturnType<typeof setTimeout> | undefined
  let hasEnded = false

  function end(): void {
    if (video.loop) {
      video.currentTime = range.start
      void video.play().catch(() => undefined)
      return
    }
    video.pause()
    if (hasEnded) return
    hasEnded = true
    video.dispatchEvent(new Event('ended'))
    if (!isStrict) stopped.abort()
  }

  function check(): void {
    clearTimeout(timer)
    if (signal.aborted || video.readyState === HTMLMediaElement.HAVE_NOTHING) return
    const step = rangeStep(video, range, isStrict)
    switch (step.kind) {
      case 'leave':
        return stopped.abort()
      case 'before':
        video.currentTime = range.start
        return
      case 'after':
        if (video.seeking && video.currentTime > range.end) video.currentTime = range.end
        return end()
      case 'inside':
        hasEnded = false
        if (!video.paused && step.remaining < timerFrom)
          timer = setTimeout(check, (step.remaining / video.playbackRate) * 1000)
    }
  }

  /** Starts again when the viewer plays a range that has ended. */
  function restart(): void {
    if (isStrict && hasEnded) video.currentTime = range.start
    hasEnded = false
  }

  video.addEventListener('play', restart, { signal })
  for (const name of ['timeupdate', 'seeking', 'seeked', 'pause', 'loadedmetadata'])
    video.addEventListener(name, check, { signal })
  signal.addEventListener('abort', () => {
    clearTimeout(timer)
    over.add(range)
  })
  check()
}
