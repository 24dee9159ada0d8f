import * as v from 'valibot'
import { StorageKind } from '../../../platform/model/storage-kind.ts'

/** Requests of the page to the worker that writes a recording. */
export const Request = v.variant('type', [
  /** Creates a recording in a directory of this name. */
  v.object({ type: v.literal('open'), directory: v.string(), storage: StorageKind }),
  v.object({ type: v.literal('append'), chunk: v.blob() }),
  v.object({ type: v.literal('close') }),
])
export type Request = v.InferOutput<typeof Request>

/** Responses of the worker. */
export const Response = v.variant('type', [
  v.object({ type: v.literal('opened') }),
  /** Bytes that are stored, even if the page ends. */
  v.object({
    type: v.literal('written'),
    bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
  v.object({ type: v.literal('closed') }),
  v.object({
    type: v.literal('failed'),
    failure: v.picklist(['no-space', 'storage-unavailable', 'unexpected']),
    message: v.string(),
  }),
])
export type Response = v.InferOutput<typeof Response>
