/** VOD's server API is unreachable or answered with an error. `code` is VOD's own. */
export class VodApiError extends Error {
  override name = 'VodApiError'
  readonly code: string
  constructor(code: string, options?: ErrorOptions) {
    super(`VOD API: ${code}`, options)
    this.code = code
  }
}

/**
 * Runs an operation that may continue without VOD. A failure of VOD's API is passed to `onFailure`; other errors are
 * thrown. In a request, a {@link VodApiError} that is not caught is answered as the problem `vod-unavailable`.
 */
export async function catchVodFailure<T, F>(
  operation: () => Promise<T>,
  onFailure: (error: VodApiError) => F | Promise<F>,
): Promise<T | F> {
  try {
    return await operation()
  } catch (error) {
    if (error instanceof VodApiError) return onFailure(error)
    throw error
  }
}
