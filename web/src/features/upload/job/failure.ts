import { ProblemCode } from '@reelferry/contract'
import * as v from 'valibot'

/** What the studio tells about a job that failed. Permanent; translated by code. */
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

/** Why a job failed; kept in the journal. */
export const Failure = v.object({
  code: FailureCode,
  /** Whether the same file can still go up. */
  retryable: v.boolean(),
  /** VOD's or COS's own code, for the operator; never shown alone. */
  detail: v.exactOptional(v.string()),
})
export type Failure = v.InferOutput<typeof Failure>

/**
 * VOD's codes for upload calls that could be sourced (10004 and 10010: its SDKs' sources and issue
 * 5 of vod-js-sdk-v6). "duplicate vod signature" has no known number, so it goes by its message.
 */
const signatureInvalid = 10004
const signatureExpired = 10010

/** COS's error codes for a body that comes too slowly, or not whole; their status is 400 (product/436/7730). */
const cosNetworkLost = ['UserNetworkTooSlow', 'RequestTimeout', 'IncompleteBody']

/** COS's error codes that a new session or new credentials cure. */
const cosSessionOver = ['NoSuchUpload', 'NoSuchKey', 'InvalidUploadId']
const cosCredentialsOver = [
  'ExpiredToken',
  'RequestTimeTooSkewed',
  'RequestIsExpired',
  'AccessDenied',
]

/**
 * How often a failure is worth another try without asking anybody, if nothing gets through in
 * between. A network comes back, after a tunnel or a night, and its creator can see that it is waited
 * for; VOD's and the edge's own troubles may pass, but what is refused for a reason is refused again.
 */
export function repetitions(failure: Failure): number {
  switch (failure.code) {
    case 'network-lost':
      return Infinity
    case 'signature-expired':
    case 'session-expired':
    case 'vod-refused':
    case 'vod-unavailable':
    case 'issuer-unavailable':
    case 'internal-error':
    case 'too-many-requests':
      return 3
    default:
      return 0
  }
}

const hasText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** The members that errors of axios, the COS SDK, VOD and the edge have in common, if they are there. */
function members(error: unknown) {
  const { code, message, statusCode, isAxiosError, name } = Object(error)
  return {
    code: code as unknown,
    message: hasText(message) ? message : typeof error === 'string' ? error : '',
    statusCode: typeof statusCode === 'number' ? statusCode : 0,
    isAxiosError: isAxiosError === true,
    name: hasText(name) ? name : '',
  }
}

/**
 * One failure for whatever the SDK rejects with: an API error (`Error` with VOD's number as `code`),
 * a network error of axios (`code` 500), an error of the COS SDK (`statusCode`, COS's `code`), a bare
 * string, or the edge's own error from `getSignature`.
 */
export function toFailure(error: unknown): Failure {
  const { code, message, statusCode, isAxiosError, name } = members(error)
  if (hasText(code) && (ProblemCode.options as string[]).includes(code))
    return fromProblem(code as ProblemCode)
  if (code === 'network-lost' || isAxiosError) return { code: 'network-lost', retryable: true }
  if (name === 'NotReadableError' || name === 'NotFoundError')
    return { code: 'file-unreadable', retryable: false, detail: name }
  if (name === 'CompressionError')
    return { code: 'compression-failed', retryable: true, detail: message.slice(0, 200) }
  if (/network error|timeout|aborted/i.test(message) && statusCode === 0)
    return { code: 'network-lost', retryable: true }
  if (statusCode > 0) return fromCos(statusCode, hasText(code) ? code : String(statusCode))
  if (typeof code === 'number') return fromVod(code, message)
  return { code: 'unexpected', retryable: true, ...(name && { detail: name }) }
}

function fromVod(code: number, message: string): Failure {
  const detail = String(code)
  if (code === signatureExpired || /duplicate/i.test(message))
    return { code: 'signature-expired', retryable: true, detail }
  if (code === signatureInvalid || /signature/i.test(message))
    return { code: 'signature-refused', retryable: true, detail }
  return { code: 'vod-refused', retryable: true, detail }
}

function fromCos(statusCode: number, detail: string): Failure {
  const isLost = statusCode >= 500 || statusCode === 408 || statusCode === 429
  if (isLost || cosNetworkLost.includes(detail))
    return { code: 'network-lost', retryable: true, detail }
  if (cosSessionOver.includes(detail) || cosCredentialsOver.includes(detail))
    return { code: 'session-expired', retryable: true, detail }
  return { code: 'storage-refused', retryable: true, detail }
}

function fromProblem(code: ProblemCode): Failure {
  const hopeless: ProblemCode[] = ['invalid-name', 'not-a-video', 'empty-file', 'file-too-large']
  return { code, retryable: !hopeless.includes(code) }
}
