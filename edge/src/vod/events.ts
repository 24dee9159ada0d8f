import * as v from 'valibot'
import { ProcedureTask } from './api.ts'
import { equalInConstantTime, hex } from './encoding.ts'

/**
 * The notifications this project acts on. Anything VOD says beside them is kept out by the schema;
 * an event is only a reason to look: what is shown to viewers is asked of VOD's own API.
 */
const Event = v.variant('EventType', [
  v.object({
    EventType: v.literal('NewFileUpload'),
    FileUploadEvent: v.object({
      FileId: v.string(),
      MediaBasicInfo: v.nullish(
        v.object({
          SourceInfo: v.nullish(v.object({ SourceContext: v.nullish(v.string()) })),
        }),
      ),
      ProcedureTaskId: v.nullish(v.string()),
    }),
  }),
  v.object({
    EventType: v.literal('ProcedureStateChanged'),
    ProcedureStateChangeEvent: ProcedureTask,
  }),
  v.object({
    EventType: v.literal('ReviewAudioVideoComplete'),
    ReviewAudioVideoCompleteEvent: v.object({
      Input: v.object({ FileId: v.string() }),
      Output: v.nullish(
        v.object({ Suggestion: v.nullish(v.picklist(['pass', 'review', 'block'])) }),
      ),
    }),
  }),
  v.object({
    EventType: v.literal('FileDeleted'),
    FileDeleteEvent: v.object({ FileIdSet: v.array(v.string()) }),
  }),
])
export type VodEvent = v.InferOutput<typeof Event>

const Envelope = v.looseObject({
  EventType: v.string(),
  Sign: v.optional(v.string()),
  T: v.optional(v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/))])),
})
export type Envelope = v.InferOutput<typeof Envelope>

/** Reads a notification's envelope from its raw body, whatever content type it came with. */
export function parseEnvelope(body: string): Envelope | undefined {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return undefined
  }
  const result = v.safeParse(Envelope, json)
  return result.success ? result.output : undefined
}

/** The event of a kind this project acts on; `undefined` for all others, which VOD may add any day. */
export function parseEvent(envelope: Envelope): VodEvent | undefined {
  const result = v.safeParse(Event, envelope)
  return result.success ? result.output : undefined
}

/** VOD sets `T` ten minutes ahead; a little more is allowed for clocks that differ. */
const furthestExpiry = 900

/**
 * Checks `Sign = MD5(SignKey + T)`, T being the unix second the signature ends (ModifyEventConfig's
 * SignKey, in Tencent's SDKs since May 2026). It covers no byte of the body: it proves freshness and
 * knowledge of the key, nothing else.
 */
export async function verifySign(
  envelope: Envelope,
  signKey: string,
  nowSeconds: number,
): Promise<boolean> {
  if (envelope.Sign === undefined || envelope.T === undefined) return false
  const expires = Number(envelope.T)
  if (expires < nowSeconds || expires > nowSeconds + furthestExpiry) return false
  const message = new TextEncoder().encode(signKey + String(envelope.T))
  // MD5 in WebCrypto is workerd's own extension, there for uses like this one.
  const expected = hex(new Uint8Array(await crypto.subtle.digest('MD5', message)))
  return equalInConstantTime(expected, envelope.Sign.toLowerCase())
}
