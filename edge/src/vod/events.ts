import type { Moderation } from '@reelferry/contract'
import type { ReviewLabel } from '@reelferry/contract/operator'
import * as v from 'valibot'
import { equalsOneOf } from '../lib/crypto.ts'
import { hex, utf8 } from '../lib/encoding.ts'
import { log } from '../lib/log.ts'
import { labelsOf } from './review-labels.ts'
import { orAbsent } from './schemas.ts'
import { parseVerdict } from './verdict.ts'

const Envelope = v.looseObject({
  EventType: v.string(),
  Sign: v.optional(v.string()),
  T: v.optional(v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/))])),
})

/** The format of 2017. Applications that never changed their configuration still use it. */
const LegacyEnvelope = v.looseObject({ eventType: v.string(), data: v.looseObject({}) })

/** An event in either format, with all its members. */
export type Envelope = v.InferOutput<typeof Envelope>

/** A change that an event claims. VOD's API has to confirm it. */
export type VodEvent =
  | {
      kind: 'file-changed'
      fileId: string
      taskId: string | undefined
      /** sourceContext or sessionContext, as in the upload signature. */
      context: string | undefined
    }
  | { kind: 'file-reviewed'; fileId: string; verdict: Moderation; labels: ReviewLabel[] }
  | { kind: 'files-deleted'; fileIds: string[] }

/** Parses the raw body of a webhook. VOD sends it with any content type. */
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

/** `Output` is not validated here: an event whose verdict has an unknown shape must not be dropped. */
const ReviewAudioVideoComplete = v.object({
  ReviewAudioVideoCompleteEvent: v.object({
    Input: v.object({ FileId: v.string() }),
    Output: v.optional(v.unknown()),
  }),
})
const ReviewOutput = v.object({ Suggestion: v.unknown() })

const FileDeleted = v.object({
  FileDeleteEvent: v.object({ FileIdSet: v.pipe(v.array(v.string()), v.maxLength(100)) }),
})

/** The members of the legacy format that identify the file and its task. */
const LegacyFile = v.object({
  data: v.object({
    fileId: v.string(),
    vodTaskId: orAbsent(v.string()),
    procedureTaskId: orAbsent(v.string()),
    sessionContext: orAbsent(v.string()),
  }),
})

/** Parses an event. `undefined` for kinds that the Worker does not use, and for unknown shapes, which are logged. */
export function parseEvent(envelope: Envelope): VodEvent | undefined {
  const parse = <const S extends v.GenericSchema>(schema: S): v.InferOutput<S> | undefined => {
    const result = v.safeParse(schema, envelope)
    return result.success ? result.output : undefined
  }
  const parseLegacy = () => {
    const legacy = parse(LegacyFile)
    return legacy ? fromLegacy(legacy) : unreadable(envelope)
  }
  switch (envelope.EventType) {
    case 'NewFileUpload': {
      const event = parse(NewFileUpload)?.FileUploadEvent
      if (!event) return parseLegacy()
      const context = event.MediaBasicInfo?.SourceInfo?.SourceContext
      return fileChanged(event.FileId, event.ProcedureTaskId, context)
    }
    case 'ProcedureStateChanged': {
      const event = parse(ProcedureStateChanged)?.ProcedureStateChangeEvent
      if (!event) return parseLegacy()
      return fileChanged(event.FileId, event.TaskId, event.SessionContext)
    }
    case 'ReviewAudioVideoComplete': {
      const event = parse(ReviewAudioVideoComplete)?.ReviewAudioVideoCompleteEvent
      if (!event) return unreadable(envelope)
      const { FileId: fileId } = event.Input
      const suggestion = v.is(ReviewOutput, event.Output) ? event.Output.Suggestion : undefined
      const verdict = parseVerdict(suggestion, fileId)
      return { kind: 'file-reviewed', fileId, verdict, labels: labelsOf(event.Output) }
    }
    case 'FileDeleted': {
      const event = parse(FileDeleted)?.FileDeleteEvent
      return event ? { kind: 'files-deleted', fileIds: event.FileIdSet } : unreadable(envelope)
    }
    default:
      return undefined
  }
}

function unreadable({ EventType }: Envelope): undefined {
  log('event-unreadable', { type: EventType })
}

const fileChanged = (
  fileId: string,
  taskId: string | null | undefined,
  context: string | null | undefined,
): VodEvent => ({
  kind: 'file-changed',
  fileId,
  taskId: taskId || undefined,
  context: context || undefined,
})

function fromLegacy({ data }: v.InferOutput<typeof LegacyFile>): VodEvent {
  const { fileId, procedureTaskId, vodTaskId, sessionContext } = data
  return fileChanged(fileId, procedureTaskId ?? vodTaskId, sessionContext)
}

/** Seconds. VOD sets `T` ten minutes ahead; the rest allows for clocks that differ. */
const maxExpirySeconds = 900

/**
 * Verifies `Sign = MD5(SignKey + T)` with any of the keys. T is the unix second at which the signature expires
 * (ModifyEventConfig's SignKey, in Tencent's SDKs since May 2026). The signature does not cover the body: it only
 * proves that the sender knows the key and signed recently.
 */
export async function verifySign(
  envelope: Envelope,
  signKeys: readonly string[],
  nowSeconds: number,
): Promise<boolean> {
  if (envelope.Sign === undefined || envelope.T === undefined) return false
  const expires = Number(envelope.T)
  if (expires < nowSeconds || expires > nowSeconds + maxExpirySeconds) return false
  // MD5 in WebCrypto is an extension of workerd.
  const md5 = async (text: string) =>
    hex(new Uint8Array(await crypto.subtle.digest('MD5', utf8(text))))
  const expected = await Promise.all(signKeys.map((key) => md5(key + String(envelope.T))))
  return equalsOneOf(expected, envelope.Sign.toLowerCase())
}
