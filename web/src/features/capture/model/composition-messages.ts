import * as v from 'valibot'

const Bubble = v.object({ x: v.number(), y: v.number() })

/** Requests of the page to the worker that draws the camera on the screen. */
export const CompositionRequest = v.variant('type', [
  v.object({
    type: v.literal('start'),
    screen: v.instance(ReadableStream<VideoFrame>),
    camera: v.instance(ReadableStream<VideoFrame>),
    output: v.instance(WritableStream<VideoFrame>),
    /** Size of the drawn frames, in pixels. */
    width: v.number(),
    height: v.number(),
    bubble: Bubble,
  }),
  v.object({ type: v.literal('move'), bubble: Bubble }),
])
export type CompositionRequest = v.InferOutput<typeof CompositionRequest>
