import { EdgeError } from '../api/request.ts'
import type { studio } from '../api/origin.ts'

/** Characters that a token may have. Others could not be part of an HTTP header. */
const tokenPattern = /^[\w.-]+$/

/**
 * Creates a `fetch` that sends the creator's token. Calls `getToken` once, and again after the edge refused a token.
 * @throws {EdgeError} `not-signed-in` if there is no valid token, `issuer-unavailable` if `getToken` fails
 */
export function fetchWithToken(
  getToken: () => Promise<string | undefined>,
): (typeof studio)['fetch'] {
  /** The last token, until the edge refuses it. */
  let token: Promise<string> | undefined

  async function requestToken(): Promise<string> {
    let found: string | undefined
    try {
      found = await getToken()
    } catch (cause) {
      throw new EdgeError('issuer-unavailable', { cause })
    }
    if (!found || !tokenPattern.test(found)) throw new EdgeError('not-signed-in')
    return found
  }

  function currentToken(): Promise<string> {
    token ??= requestToken()
    token.catch(() => (token = undefined))
    return token
  }

  async function tokenAfter(refused: string): Promise<string> {
    const last = token
    // Another call may have been refused too, and may already have requested a new token.
    if ((await last?.catch(() => '')) === refused && token === last) token = undefined
    return currentToken()
  }

  const fetchAs = (bearer: string, url: string, init: RequestInit) =>
    fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${bearer}` } })

  return async (url, init) => {
    const first = await currentToken()
    const response = await fetchAs(first, url, init)
    if (response.status !== 401) return response
    // A response whose body is neither read nor canceled keeps its connection.
    await response.body?.cancel()
    return fetchAs(await tokenAfter(first), url, init)
  }
}
