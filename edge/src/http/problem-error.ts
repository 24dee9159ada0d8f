import type { ProblemCode } from '@reelferry/contract'

/** An error that the app answers as `application/problem+json` (RFC 9457). */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly code: ProblemCode
  constructor(code: ProblemCode, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}
