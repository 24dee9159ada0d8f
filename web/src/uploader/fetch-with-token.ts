import { EdgeError } from '../api/client.ts'
import type { studio } from '../api/origin.ts'

/** What cannot be part of a header is no token. */
const tokenPattern = /^[\w.-]+$/

/**
 * A `fetch` with a token of the creator's, for which `getToken` is asked once, and again when one has ended.
 * Rejects with {@link EdgeError} `not-signed-in` where there is none, `issuer-unavailable` where `getToken` does.
 */
export function fetchWithToken(
  getToken: () => Promise<string | undefined>,
): (typeof studio)['fetch'] {
  /** The last one, as long as it has not been refused. */
  let token: Promise<string> | undefined

  async function ask(): Promise<string> {
    let found: string | undefined
    try {
      found = await getToken()
    } catch (cause) {
      throw new EdgeError('issuer-unavailable', { cause })
    }
    if (!found || !tokenPattern.test(found)) throw new EdgeError('not-signed-in')
    return found
  }

  function current(): Promise<string> {
    token ??= ask()
    token.catch(() => (token = undefined))
    return token
  }

  async function next(refused: string): Promise<string> {
    const last = token
    // Another call may have been refused too, and have asked for the next one meanwhile.
    if ((await last?.catch(() => '')) === refused && token === last) token = undefined
    return current()
  }

  const fetchAs = (bearer: string, url: string, init: RequestInit) =>
    fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${bearer}` } })

  return async (url, init) => {
    const first = await current()
    const response = await fetchAs(first, url, init)
    if (response.status !== 401) return response
    // A response whose body is neither read nor canceled keeps its connection.
    await response.body?.cancel()
    return fetchAs(await next(first), url, init)
  }
}
