/** How far ahead of the old element the new one starts, in seconds. Doubled after each attempt that came too late. */
const initialLead = 1
const maxLead = 8

/** Seconds by which the new element may be late at the switch. */
const maxDelay = 0.25

/** Milliseconds until a new element that is not ready counts as failed: not every failure reaches the element. */
const readyTimeoutMs = 10_000

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const isDetachedFromPage = (video: HTMLVideoElement) =>
  document.fullscreenElement === video || document.pictureInPictureElement === video

/**
 * Resolves when a video can play at the position that it was sent to.
 * @throws the video's error, or an error after {@link readyTimeoutMs}
 */
function waitUntilPlayable(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => end(() => reject(new Error('The new video element did not become ready in time.'))),
      readyTimeoutMs,
    )
    const check = () => {
      if (video.error) end(() => reject(video.error))
      else if (!video.seeking && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) end(resolve)
    }
    const end = (settle: () => void) => {
      settle()
      clearTimeout(timer)
      for (const name of events) video.removeEventListener(name, check)
    }
    const events = ['canplay', 'seeked', 'error']
    for (const name of events) video.addEventListener(name, check)
    check()
  })
}

/**
 * Replaces `old` by `next`, which has the same video under another URL, without a visible or audible gap: `next` loads
 * outside of the page at a position a little ahead, and starts when `old` has reached that position.
 *
 * Resolves with `false`, and leaves `old` unchanged, if the browser does not allow it: in full screen, in
 * picture-in-picture, or where each element needs a click before it may play.
 */
export async function handOver(old: HTMLVideoElement, next: HTMLVideoElement): Promise<boolean> {
  if (isDetachedFromPage(old)) return false
  next.preload = 'auto'
  next.autoplay = false
  try {
    for (let lead = initialLead; ; lead *= 2) {
      const target = old.paused ? old.currentTime : old.currentTime + lead
      next.currentTime = target
      await waitUntilPlayable(next)
      while (!old.paused && old.currentTime < target && old.currentTime > target - 2 * lead)
        await sleep(10)
      const delay = old.currentTime - target
      if (old.paused ? delay === 0 : delay >= 0 && delay < maxDelay) break
      if (old.ended || lead > maxLead) return false
    }
    if (isDetachedFromPage(old)) return false
    next.volume = old.volume
    next.muted = old.muted
    next.playbackRate = old.playbackRate
    for (const [index, track] of [...old.textTracks].entries()) {
      const nextTrack = next.textTracks[index]
      if (nextTrack) nextTrack.mode = track.mode
    }
    if (!old.paused) await next.play()
  } catch {
    return false
  }
  const hadFocus = document.activeElement === old
  old.replaceWith(next)
  if (hadFocus) next.focus()
  old.pause()
  return true
}
