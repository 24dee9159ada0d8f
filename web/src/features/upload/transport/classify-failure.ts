/**
 * Classifies the errors of an upload by the place where they occur: the edge, VOD, COS, the network, the browser's
 * storage, the creator's file, or the compression. This is the only module that knows which members the errors of the
 * SDK and COS have, and what their codes mean.
 */
import { ProblemCode } from '@reelferry/contract'
import * as v from 'valibot'
import type { Failure, FailureCode } from '../job/failure.ts'

/**
 * VOD's error codes for upload calls, as far as a source confirms them (10004 and 10010: its SDKs' sources and issue
 * 5 of vod-js-sdk-v6). "duplicate vod signature" has no known number, so its message identifies it.
 */
const vodCodes = { signatureInvalid: 10004, signatureExpired: 10010 }

/** COS's error codes for a body that arrives too slowly or incomplete; their HTTP status is 400 (product/436/7730). */
const cosConnectionCodes = ['UserNetworkTooSlow', 'RequestTimeout', 'IncompleteBody']

/** COS's error codes that a new multipart upload solves. */
const cosUploadCodes = ['NoSuchUpload', 'NoSuchKey', 'InvalidUploadId']

/** COS's error codes that new credentials solve. */
const cosCredentialCodes = [
  'ExpiredToken',
  'RequestTimeTooSkewed',
  'RequestIsExpired',
  'AccessDenied',
]

/** Problems of the edge for which the same file fails every time. */
const permanentProblems: ProblemCode[] = [
  'invalid-name',
  'not-a-video',
  'empty-file',
  'file-too-large',
]

/**
 * Maximum number of automatic retries in a row without progress. A lost network has no limit: it usually returns, and
 * the page shows that the upload is reconnecting. Faults of VOD and the edge often end within a few tries. A refusal
 * with a specific reason is permanent.
 */
export function maxRetries(failure: Failure): number {
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

/** Codes of failed compressions. The others have `compression-failed`. */
const compressionCodes: Partial<Record<string, FailureCode>> = {
  'no-space': 'storage-full',
  storage: 'storage-unavailable',
  'not-loaded': 'compression-not-loaded',
  stalled: 'compression-stalled',
}

/** Names of the exceptions of the File API (File API, 6) for a file that cannot be read. */
const fileReadNames = ['NotReadableError', 'NotFoundError', 'FileReadError']

/** Names of the exceptions of a request that may succeed later. */
const lostConnectionNames = ['NetworkError', 'TimeoutError', 'AbortError']

/**
 * Classifies any thrown value: an API error of the SDK (`Error` with VOD's number as `code`), a network
 * error of axios (`isAxiosError`), an error of the COS SDK (`statusCode`, COS's `code`), an error of the edge's client
 * (`code` is a problem code), an error that names its place, an exception of the browser, or a plain string. An
 * exception of the browser is never an answer of VOD: its legacy numeric `code` is ignored.
 */
export function toFailure(error: unknown): Failure {
  const local = fromBrowser(error)
  if (local) return local
  const { code, message, statusCode, isAxiosError, name } = membersOf(error)
  if (v.is(ProblemCode, code)) return { code, retryable: !permanentProblems.includes(code) }
  if (code === 'network-lost' || isAxiosError) return { code: 'network-lost', retryable: true }
  if (/network error|timeout|aborted/i.test(message) && statusCode === 0)
    return { code: 'network-lost', retryable: true }
  if (statusCode > 0) return fromCos(statusCode, isText(code) ? code : String(statusCode))
  if (typeof code === 'number') return fromVod(code, message)
  return { code: 'unexpected', retryable: true, ...(name && { detail: name }) }
}

/** Classifies an error of the browser itself. Returns `undefined` for an error of the edge, VOD or COS. */
function fromBrowser(error: unknown): Failure | undefined {
  const { name, message, failure, isFull, cause }: Record<string, unknown> = Object(error)
  const detail = String(message).slice(0, 200)
  switch (name) {
    case 'StorageError':
      return { code: isFull ? 'storage-full' : 'storage-unavailable', retryable: true, detail }
    case 'CompressionError': {
      const code = compressionCodes[String(failure)] ?? 'compression-failed'
      return { code, retryable: true, detail }
    }
    case 'RequestError': {
      const causeName = String(Object(cause).name)
      return lostConnectionNames.includes(causeName)
        ? { code: 'network-lost', retryable: true }
        : { code: 'request-blocked', retryable: true, detail: causeName }
    }
  }
  if (fileReadNames.includes(String(name)))
    return { code: 'file-unreadable', retryable: false, detail: String(name) }
  return error instanceof DOMException
    ? { code: 'unexpected', retryable: true, detail: error.name }
    : undefined
}

/** Whether VOD refused a call with an error code that has no more precise meaning. */
export const isVodRefusal = (error: unknown): boolean => toFailure(error).code === 'vod-refused'

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** The members that the errors of axios, the COS SDK, VOD and the edge use. */
function membersOf(error: unknown) {
  const { code, message, statusCode, isAxiosError, name } = Object(error)
  return {
    code: code as unknown,
    message: isText(message) ? message : typeof error === 'string' ? error : '',
    statusCode: typeof statusCode === 'number' ? statusCode : 0,
    isAxiosError: isAxiosError === true,
    name: isText(name) ? name : '',
  }
}

function fromVod(code: number, message: string): Failure {
  const detail = String(code)
  if (code === vodCodes.signatureExpired || /duplicate/i.test(message))
    return { code: 'signature-expired', retryable: true, detail }
  if (code === vodCodes.signatureInvalid || /signature/i.test(message))
    return { code: 'signature-refused', retryable: true, detail }
  return { code: 'vod-refused', retryable: true, detail }
}

function fromCos(statusCode: number, detail: string): Failure {
  const isConnection = statusCode >= 500 || statusCode === 408 || statusCode === 429
  if (isConnection || cosConnectionCodes.includes(detail))
    return { code: 'network-lost', retryable: true, detail }
  if (cosUploadCodes.includes(detail) || cosCredentialCodes.includes(detail))
    return { code: 'session-expired', retryable: true, detail }
  return { code: 'storage-refused', retryable: true, detail }
}
