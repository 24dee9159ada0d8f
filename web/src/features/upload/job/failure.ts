import { ProblemCode } from '@reelferry/contract'
import * as v from 'valibot'

/** Codes of failed jobs. Permanent: they are stored, and the interface translates them. */
export const FailureCode = v.picklist([
  ...ProblemCode.options,
  'network-lost',
  'signature-expired',
  'signature-refused',
  'storage-refused',
  'session-expired',
  'file-unreadable',
  'processing-failed',
  'upload-abandoned',
  'compression-failed',
  'compression-not-loaded',
  'compression-stalled',
  'storage-full',
  'storage-unavailable',
  'request-blocked',
  'cover-failed',
  'cover-unreadable',
  'vod-refused',
  'unexpected',
])
export type FailureCode = v.InferOutput<typeof FailureCode>

/** Failures of this device while a file is compressed or trimmed. The file itself may still be uploaded. */
export const preparationCodes: readonly FailureCode[] = [
  'compression-failed',
  'compression-not-loaded',
  'compression-stalled',
  'storage-full',
  'storage-unavailable',
  'unexpected',
]

/** Why a job failed. Stored in the journal. */
export const Failure = v.object({
  code: FailureCode,
  /** Whether the same file can still be uploaded. */
  retryable: v.boolean(),
  /** VOD's or COS's own code, for the operator; never shown alone. */
  detail: v.exactOptional(v.string()),
})
export type Failure = v.InferOutput<typeof Failure>
