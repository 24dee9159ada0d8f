import * as v from 'valibot'

/** What the page asks of the worker that writes a recording. */
export const Request = v.variant('type', [
  /** Begins the recording that a directory of this name is to hold. */
  v.object({ type: v.literal('open'), directory: v.string() }),
  v.object({ type: v.literal('append'), chunk: v.blob() }),
  v.object({ type: v.literal('close') }),
])
export type Request = v.InferOutput<typeof Request>

/** What the worker answers. */
export const Answer = v.variant('type', [
  v.object({ type: v.literal('opened') }),
  /** Bytes that are safe, whatever becomes of the page. */
  v.object({
    type: v.literal('written'),
    bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
  v.object({ type: v.literal('closed') }),
  /** By the name of what was thrown. */
  v.object({ type: v.literal('failed'), name: v.string(), message: v.string() }),
])
export type Answer = v.InferOutput<typeof Answer>
