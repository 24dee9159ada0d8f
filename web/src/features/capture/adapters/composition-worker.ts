/** The dedicated worker that draws the camera on the screen. It is not slowed down while the page is hidden. */
import * as v from 'valibot'
import { initialBubble } from '../model/bubble.ts'
import { CompositionRequest } from '../model/composition-messages.ts'
import { drawComposition, type Picture } from './draw-composition.ts'

/** Milliseconds between two frames at least: both sources together send more frames than are needed. */
const intervalMs = 1000 / 40

let bubble = initialBubble

self.addEventListener('message', ({ data }) => {
  const request = v.parse(CompositionRequest, data)
  bubble = request.bubble
  if (request.type === 'start') compose(request)
})

function compose(request: CompositionRequest & { type: 'start' }): void {
  const context = new OffscreenCanvas(request.width, request.height).getContext('2d')
  const writer = request.output.getWriter()
  let [screen, camera]: (VideoFrame | undefined)[] = []
  let drawnAt = -Infinity
  let isWriting = false

  const pictureOf = (frame: VideoFrame | undefined): Picture | undefined =>
    frame && { source: frame, width: frame.displayWidth, height: frame.displayHeight }

  /** Draws and sends a frame, unless the one before was sent just now. */
  async function draw(): Promise<void> {
    const now = performance.now()
    if (!context || isWriting || now - drawnAt < intervalMs) return
    drawnAt = now
    isWriting = true
    drawComposition(context, pictureOf(screen), pictureOf(camera), bubble)
    const frame = new VideoFrame(context.canvas, { timestamp: Math.round(now * 1000) })
    try {
      await writer.write(frame)
    } finally {
      frame.close()
      isWriting = false
    }
  }

  /** Reads frames until the track ends. The last one stays. */
  async function read(stream: ReadableStream<VideoFrame>, receive: (frame: VideoFrame) => void) {
    const reader = stream.getReader()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      receive(value)
      await draw()
    }
  }

  // The page ends this worker when the recorder closes. Until then, an error means that the output was closed.
  void Promise.all([
    read(request.screen, (frame) => {
      screen?.close()
      screen = frame
    }),
    read(request.camera, (frame) => {
      camera?.close()
      camera = frame
    }),
  ]).catch(() => undefined)
}
