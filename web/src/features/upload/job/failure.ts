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
  'cover-failed',
  'cover-unreadable',
  'vod-refused',
  'unexpected',
])
export type FailureCode = v.InferOutput<typeof FailureCode>

/** Why a job failed. Stored in the journal. */
export const Failure = v.object({
  code: FailureCode,
  /** Whether the same file can still be uploaded. */
  retryable: v.boolean(),
  /** VOD's or COS's own code, for the operator; never shown alone. */
  detail: v.exactOptional(v.string()),
})
export type Failure = v.InferOutput<typeof Failure>
