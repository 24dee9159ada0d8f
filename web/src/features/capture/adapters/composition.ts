/** Draws the camera on the screen, as one track that can be recorded. */
import { startWorker } from '../../../platform/start-worker.ts'
import { type BubblePosition, initialBubble, limitBubble } from '../model/bubble.ts'
import type { CompositionRequest } from '../model/composition-messages.ts'
import workerUrl from './composition-worker.ts?worker&url'
import { drawComposition } from './draw-composition.ts'

/** A running composition. */
export interface Composition {
  track: MediaStreamTrack
  /** Moves the circle. Returns the nearest position at which it is inside of the screen. */
  moveBubble(position: BubblePosition): BubblePosition
  close(): void
}

/** Interfaces of "MediaStreamTrack Insertable Media Processing" as Chromium has them on the page. */
interface TrackProcessing {
  MediaStreamTrackProcessor: new (options: { track: MediaStreamTrack }) => {
    readable: ReadableStream<VideoFrame>
  }
  MediaStreamTrackGenerator: new (options: { kind: 'video' }) => MediaStreamTrack & {
    writable: WritableStream<VideoFrame>
  }
}

const hasTrackProcessing = (scope: object): scope is TrackProcessing =>
  'MediaStreamTrackProcessor' in scope && 'MediaStreamTrackGenerator' in scope

interface Size {
  width: number
  height: number
}

/** Starts to draw the camera on the screen. The size of the result is that of the screen now. */
export function compose(
  screen: MediaStreamTrack,
  camera: MediaStreamTrack,
  size: Size,
): Composition {
  const start = hasTrackProcessing(window) ? composeInWorker(window) : composeOnPage
  const { setBubble, ...composition } = start(screen, camera, size)
  const moveBubble = (position: BubblePosition) => {
    const limited = limitBubble(position, size)
    setBubble(limited)
    return limited
  }
  return { ...composition, moveBubble }
}

interface Drawing {
  track: MediaStreamTrack
  setBubble(position: BubblePosition): void
  close(): void
}

type StartDrawing = (screen: MediaStreamTrack, camera: MediaStreamTrack, size: Size) => Drawing

const composeInWorker =
  ({ MediaStreamTrackProcessor, MediaStreamTrackGenerator }: TrackProcessing): StartDrawing =>
  (screen, camera, size) => {
    const worker = startWorker(workerUrl)
    const send = (request: CompositionRequest, transfer: Transferable[] = []) =>
      worker.postMessage(request, transfer)
    const track = new MediaStreamTrackGenerator({ kind: 'video' })
    const streams = {
      screen: new MediaStreamTrackProcessor({ track: screen }).readable,
      camera: new MediaStreamTrackProcessor({ track: camera }).readable,
      output: track.writable,
    }
    const bubble = limitBubble(initialBubble, size)
    send({ type: 'start', ...streams, ...size, bubble }, Object.values(streams))
    return {
      track,
      setBubble: (position) => send({ type: 'move', bubble: position }),
      close: () => {
        track.stop()
        worker.terminate()
      },
    }
  }

/** Frames per second where the page draws. */
const pageFrameRate = 30

/**
 * Draws on the page, for browsers without `MediaStreamTrackProcessor` on pages. Browsers run timers of a hidden page
 * less often, so the frame rate may fall while the creator presents in another tab.
 */
const composeOnPage: StartDrawing = (screen, camera, size) => {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, size)
  const context = canvas.getContext('2d')
  const stream = canvas.captureStream(pageFrameRate)
  const [track] = stream.getVideoTracks()
  if (!context || !track) throw new DOMException('The canvas has no track.', 'NotSupportedError')
  const videos = [screen, camera].map((source) => {
    const video = document.createElement('video')
    Object.assign(video, { srcObject: new MediaStream([source]), muted: true, playsInline: true })
    // Without permission to play, the video shows the frames that arrive.
    video.play().catch(() => undefined)
    return video
  })
  const [screenPicture, cameraPicture] = videos.map(
    (video) => () =>
      video.videoWidth
        ? { source: video, width: video.videoWidth, height: video.videoHeight }
        : undefined,
  )
  let bubble = limitBubble(initialBubble, size)
  const timer = setInterval(
    () => drawComposition(context, screenPicture?.(), cameraPicture?.(), bubble),
    1000 / pageFrameRate,
  )
  return {
    track,
    setBubble: (position) => (bubble = position),
    close: () => {
      clearInterval(timer)
      track.stop()
      for (const video of videos) video.srcObject = null
    },
  }
}
