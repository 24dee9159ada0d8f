import type { IncomingMessage, ServerResponse } from 'node:http'
import { maxBodyBytesOf, problem } from '@reelferry/contract'
import type { Plugin } from 'vite'

/**
 * Answers requests whose body is too large for the Worker, in place of the Worker. The Worker answers without reading
 * such a body, and workerd then closes the connection. Cloudflare's network delivers this answer, but the local proxy
 * (undici in Miniflare) fails while it still sends the body. A body of unknown length is passed on.
 */
function answerLargeBody(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  const path = request.url ?? ''
  if (
    !path.startsWith('/api/') ||
    Number(request.headers['content-length'] ?? 0) <= maxBodyBytesOf(path)
  ) {
    next()
    return
  }
  // A client may read the answer only after it has sent the body.
  request.resume()
  request.once('end', () => {
    const body = problem('body-too-large')
    response.writeHead(body.status, { 'content-type': 'application/problem+json' })
    response.end(JSON.stringify(body))
  })
}

/** Lets the local servers answer 413 like Cloudflare's network does. */
export const largeBodies: Plugin = {
  name: 'large-bodies',
  configureServer: (server) => void server.middlewares.use(answerLargeBody),
  configurePreviewServer: (server) => void server.middlewares.use(answerLargeBody),
}
