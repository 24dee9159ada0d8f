import type { Reply } from '../http/reply.ts'
import { element } from './xml.ts'

/** COS error codes that the region uses, with their HTTP status (product/436/7730). */
const statuses = {
  AccessDenied: 403,
  BadDigest: 400,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  ExpiredToken: 403,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidToken: 403,
  MalformedXML: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchUpload: 404,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
} as const

export type CosErrorCode = keyof typeof statuses

/** An error response of COS. */
export class CosError extends Error {
  override name = 'CosError'
  readonly code: CosErrorCode

  constructor(code: CosErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * The XML error response of COS. vod-js-sdk-v6 1.8.0 (lib/src/base.js) corrects its clock by `ServerTime` when it cannot read
 * the `Date` header.
 */
export function errorReply(
  { code, message }: CosError,
  at: { resource: string; requestId: string; now: number },
): Reply {
  const body = element('Error', [
    element('Code', code),
    element('Message', message),
    element('Resource', at.resource),
    element('RequestId', at.requestId),
    element('ServerTime', new Date(at.now).toISOString()),
  ])
  return {
    status: statuses[code],
    headers: { 'Content-Type': 'application/xml' },
    body: `<?xml version="1.0" encoding="utf-8"?>${body}`,
  }
}
