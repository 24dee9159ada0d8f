import type { ProblemCode } from '@reelferry/contract'

/** Thrown anywhere in a request; the app answers it as problem+json. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly code: ProblemCode
  constructor(code: ProblemCode, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}
