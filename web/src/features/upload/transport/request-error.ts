/**
 * The browser threw an exception in place of a request: a policy or an extension blocks it, or its address is invalid.
 * It would otherwise look like an answer of VOD.
 */
export class RequestError extends Error {
  override name = 'RequestError'

  constructor(cause: unknown) {
    super(String(cause), { cause })
  }
}

/** The error of a call to VOD or COS, with every exception of the browser as a {@link RequestError}. */
export const toRequestError = (error: unknown): unknown =>
  error instanceof DOMException ? new RequestError(error) : error
