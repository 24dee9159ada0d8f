import * as v from 'valibot'
import { equalsOneOf, hex, utf8 } from '../lib/crypto.ts'

const orAbsent = <const S extends v.GenericSchema>(schema: S) => v.nullish(schema)
const Suggestion = v.picklist(['pass', 'review', 'block'])

const Envelope = v.looseObject({
  EventType: v.string(),
  Sign: v.optional(v.string()),
  T: v.optional(v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/))])),
})

/** The form of 2017, which applications keep that never changed theirs. */
const LegacyEnvelope = v.looseObject({ eventType: v.string(), data: v.looseObject({}) })

/** A notification as it came: which of the two forms, and all that is in it. */
export type Envelope = v.InferOutput<typeof Envelope>

/** Where a notification says to look. It is only a reason to: VOD's own API is asked what is true. */
export type Notice =
  | {
      kind: 'file-changed'
      fileId: string
      taskId: string | undefined
      /** sourceContext or sessionContext, as our signature carried it. */
      context: string | undefined
    }
  | { kind: 'file-reviewed'; fileId: string; suggestion: v.InferOutput<typeof Suggestion> }
  | { kind: 'files-deleted'; fileIds: string[] }

/** Reads a notification from its raw body, whatever content type it came with. */
export function parseEnvelope(body: string): Envelope | undefined {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return undefined
  }
  const result = v.safeParse(Envelope, json)
  if (result.success) return result.output
  const legacy = v.safeParse(LegacyEnvelope, json)
  if (!legacy.success) return undefined
  const { eventType, ...rest } = legacy.output
  return { EventType: eventType, ...rest }
}

const NewFileUpload = v.object({
  FileUploadEvent: v.object({
    FileId: v.string(),
    MediaBasicInfo: orAbsent(
      v.object({ SourceInfo: orAbsent(v.object({ SourceContext: orAbsent(v.string()) })) }),
    ),
    ProcedureTaskId: orAbsent(v.string()),
  }),
})

const ProcedureStateChanged = v.object({
  ProcedureStateChangeEvent: v.object({
    FileId: v.string(),
    TaskId: v.string(),
    SessionContext: orAbsent(v.string()),
  }),
})

const ReviewAudioVideoComplete = v.object({
  ReviewAudioVideoCompleteEvent: v.object({
    Input: v.object({ FileId: v.string() }),
    Output: v.object({ Suggestion }),
  }),
})

const FileDeleted = v.object({
  FileDeleteEvent: v.object({ FileIdSet: v.pipe(v.array(v.string()), v.maxLength(100)) }),
})

/** Members of the legacy form that say where to look, under the names it gives them. */
const LegacyFile = v.object({
  data: v.object({
    fileId: v.string(),
    vodTaskId: orAbsent(v.string()),
    procedureTaskId: orAbsent(v.string()),
    sessionContext: orAbsent(v.string()),
  }),
})

/**
 * What a notification is about; `undefined` for kinds this project does not act on, which VOD may add
 * any day, and for shapes it does not know.
 */
export function parseNotice(envelope: Envelope): Notice | undefined {
  const read = <const S extends v.GenericSchema>(schema: S): v.InferOutput<S> | undefined => {
    const result = v.safeParse(schema, envelope)
    return result.success ? result.output : undefined
  }
  switch (envelope.EventType) {
    case 'NewFileUpload': {
      const event = read(NewFileUpload)?.FileUploadEvent
      if (!event) return legacyNotice(read(LegacyFile))
      const context = event.MediaBasicInfo?.SourceInfo?.SourceContext ?? undefined
      return fileChanged(event.FileId, event.ProcedureTaskId, context)
    }
    case 'ProcedureStateChanged': {
      const event = read(ProcedureStateChanged)?.ProcedureStateChangeEvent
      if (!event) return legacyNotice(read(LegacyFile))
      return fileChanged(event.FileId, event.TaskId, event.SessionContext)
    }
    case 'ReviewAudioVideoComplete': {
      const event = read(ReviewAudioVideoComplete)?.ReviewAudioVideoCompleteEvent
      if (!event) return undefined
      const { Input, Output } = event
      return { kind: 'file-reviewed', fileId: Input.FileId, suggestion: Output.Suggestion }
    }
    case 'FileDeleted': {
      const event = read(FileDeleted)?.FileDeleteEvent
      return event && { kind: 'files-deleted', fileIds: event.FileIdSet }
    }
    default:
      return undefined
  }
}

const fileChanged = (
  fileId: string,
  taskId: string | null | undefined,
  context: string | null | undefined,
): Notice => ({
  kind: 'file-changed',
  fileId,
  taskId: taskId || undefined,
  context: context || undefined,
})

function legacyNotice(event: v.InferOutput<typeof LegacyFile> | undefined): Notice | undefined {
  if (!event) return undefined
  const { fileId, procedureTaskId, vodTaskId, sessionContext } = event.data
  return fileChanged(fileId, procedureTaskId ?? vodTaskId, sessionContext)
}

/** VOD sets `T` ten minutes ahead; a little more is allowed for clocks that differ. */
const furthestExpiry = 900

/**
 * Checks `Sign = MD5(SignKey + T)`, T being the unix second the signature ends (ModifyEventConfig's
 * SignKey, in Tencent's SDKs since May 2026), under any of the keys. It covers no byte of the body: it proves freshness and
 * knowledge of the key, nothing else.
 */
export async function verifySign(
  envelope: Envelope,
  signKeys: readonly string[],
  nowSeconds: number,
): Promise<boolean> {
  if (envelope.Sign === undefined || envelope.T === undefined) return false
  const expires = Number(envelope.T)
  if (expires < nowSeconds || expires > nowSeconds + furthestExpiry) return false
  // MD5 in WebCrypto is workerd's own extension, there for uses like this one.
  const md5 = async (text: string) =>
    hex(new Uint8Array(await crypto.subtle.digest('MD5', utf8(text))))
  const expected = await Promise.all(signKeys.map((key) => md5(key + String(envelope.T))))
  return equalsOneOf(expected, envelope.Sign.toLowerCase())
}
