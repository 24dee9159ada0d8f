import { originOf } from './element-time.ts'

/** Width of a poster frame in pixels: twice the width of the card's picture, for high-density screens. */
const width = 320

/** Milliseconds to wait for a frame. */
const timeoutMs = 5000

/** The last requested frame. The next one waits for it, because devices have few video decoders. */
let previous: Promise<unknown> = Promise.resolve()

/**
 * Resolves with a picture from the start of a video file. An image file is returned unchanged.
 * @param isWanted checked when the file's turn comes
 * @returns `undefined` if this browser cannot show the video, or if it is no longer wanted
 */
export function posterFrame(file: Blob, isWanted: () => boolean): Promise<Blob | undefined> {
  if (file.type.startsWith('image/')) return Promise.resolve(file)
  const frame = previous.then(async () =>
    isWanted() ? ((await captureFrame(file)) ?? (await decodeFrame(file))) : undefined,
  )
  // A file that fails must not block the next one.
  previous = frame.catch(() => undefined)
  return frame
}

/** A frame of a file that the browser does not play but decodes. WebKitGTK does not play files with large unknown boxes. */
async function decodeFrame(file: Blob): Promise<Blob | undefined> {
  const { coverFrame } = await import('./media-client.ts')
  return coverFrame(file, undefined).catch(() => undefined)
}

async function captureFrame(file: Blob): Promise<Blob | undefined> {
  const video = document.createElement('video')
  const url = URL.createObjectURL(file)
  try {
    const loaded = waitFor(video, 'loadeddata')
    Object.assign(video, { muted: true, playsInline: true, preload: 'auto', src: url })
    if (!(await loaded) || video.videoWidth === 0) return undefined
    // The first frame is often black.
    const seeked = waitFor(video, 'seeked')
    const origin = originOf(video)
    video.currentTime = origin + Math.min(1, (video.duration - origin) / 4 || 0)
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

/** Waits for an event. Resolves with false if an error or the timeout comes first. */
function waitFor(video: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<boolean> {
  return new Promise((resolve) => {
    video.addEventListener(event, () => resolve(true), { once: true })
    video.addEventListener('error', () => resolve(false), { once: true })
    setTimeout(() => resolve(false), timeoutMs)
  })
}
