/** Width of a poster frame, in pixels: a card shows it half as wide, for sharp screens. */
const width = 320

/** Longer than this, in ms, no frame is waited for. */
const patienceMs = 5000

/** One file is opened at a time: each costs a decoder, of which devices have few. */
let previous: Promise<unknown> = Promise.resolve()

/** A picture from the beginning of a video file, or a picture that is one; `undefined` where this browser cannot show it. */
export function posterFrame(file: Blob, isWanted: () => boolean): Promise<Blob | undefined> {
  if (file.type.startsWith('image/')) return Promise.resolve(file)
  const frame = previous.then(() => (isWanted() ? capture(file) : undefined))
  previous = frame
  return frame
}

async function capture(file: Blob): Promise<Blob | undefined> {
  const video = document.createElement('video')
  const url = URL.createObjectURL(file)
  try {
    const loaded = happened(video, 'loadeddata')
    Object.assign(video, { muted: true, playsInline: true, preload: 'auto', src: url })
    if (!(await loaded) || video.videoWidth === 0) return undefined
    // The very first frame is often black.
    const seeked = happened(video, 'seeked')
    video.currentTime = Math.min(1, video.duration / 4 || 0)
    await seeked
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = Math.round((width * video.videoHeight) / video.videoWidth)
    canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve) =>
      canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/jpeg', 0.8),
    )
  } finally {
    video.removeAttribute('src')
    video.load()
    URL.revokeObjectURL(url)
  }
}

/** Whether an event happens before an error does, or patience ends. */
function happened(video: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<boolean> {
  return new Promise((resolve) => {
    video.addEventListener(event, () => resolve(true), { once: true })
    video.addEventListener('error', () => resolve(false), { once: true })
    setTimeout(() => resolve(false), patienceMs)
  })
}
