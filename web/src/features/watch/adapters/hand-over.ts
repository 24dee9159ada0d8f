/** How far ahead of the old element the new one waits, seconds. */
const lead = 1

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const isElsewhere = (video: HTMLVideoElement) =>
  document.fullscreenElement === video || document.pictureInPictureElement === video

/** How long the new one may take to get ready, ms: a library that gave up on it says nothing to its element. */
const patienceMs = 10_000

/** Waits until a video shows where it was sent. Rejects when it cannot, or takes too long. */
function arrival(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => end(() => reject(new Error('It did not get ready.'))),
      patienceMs,
    )
    const look = () => {
      if (video.error) end(() => reject(video.error))
      else if (!video.seeking && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) end(resolve)
    }
    const end = (settle: () => void) => {
      settle()
      clearTimeout(timer)
      for (const name of events) video.removeEventListener(name, look)
    }
    const events = ['canplay', 'seeked', 'error']
    for (const name of events) video.addEventListener(name, look)
    look()
  })
}

/**
 * Puts `next`, which has the same video under another address, into the place of `old` without a break in what is seen
 * and heard: it gets ready a little ahead, out of sight, and starts when the old one has come there. Resolves to
 * false, with `old` left as it was, where the browser does not let it: in full screen, in picture-in-picture, or
 * where every element needs a click of its own before it plays.
 */
export async function handOver(old: HTMLVideoElement, next: HTMLVideoElement): Promise<boolean> {
  if (isElsewhere(old)) return false
  next.preload = 'auto'
  next.autoplay = false
  try {
    for (let ahead = lead; ; ahead *= 2) {
      const target = old.paused ? old.currentTime : old.currentTime + ahead
      next.currentTime = target
      await arrival(next)
      while (!old.paused && old.currentTime < target && old.currentTime > target - 2 * ahead)
        await pause(10)
      const late = old.currentTime - target
      if (old.paused ? late === 0 : late >= 0 && late < 0.25) break
      if (old.ended || ahead > 8) return false
    }
    if (isElsewhere(old)) return false
    next.volume = old.volume
    next.muted = old.muted
    next.playbackRate = old.playbackRate
    for (const [index, track] of [...old.textTracks].entries()) {
      const same = next.textTracks[index]
      if (same) same.mode = track.mode
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
