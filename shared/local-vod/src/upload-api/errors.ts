/**
 * Error codes of the upload API. VOD publishes its table only as an image. Three codes are known: 10001 and 10004 from
 * issue 5 of tencentyun/vod-js-sdk-v6, and 10010 from the mobile SDKs' TVCClient. The codes from 19000 on exist only in this
 * region, because VOD's codes for these errors are unknown. "duplicate vod signature" is VOD's message (issue 7).
 */
export const uploadProblems = {
  invalidRequest: { code: 10001, message: 'ugc upload | invalid request' },
  invalidSignature: { code: 10004, message: 'ugc upload | invalid signature' },
  signatureExpired: { code: 10010, message: 'ugc upload | signature expired' },
  duplicateSignature: { code: 19001, message: 'ugc upload | duplicate vod signature' },
  noSuchSession: { code: 19002, message: 'ugc upload | vodSessionKey is unknown or expired' },
  incompleteObject: { code: 19003, message: 'ugc upload | object is not completely uploaded' },
  sizeMismatch: {
    code: 19004,
    message: 'ugc upload | object size differs from the size applied for',
  },
  internalError: { code: 19500, message: 'ugc upload | internal error' },
} as const

/** An error response of the upload API. The message never contains submitted values. */
export class UploadApiError extends Error {
  override name = 'UploadApiError'
  readonly code: number

  constructor(problem: keyof typeof uploadProblems) {
    super(uploadProblems[problem].message)
    this.code = uploadProblems[problem].code
  }
}
