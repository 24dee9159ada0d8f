import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** The response of a handler. If `body` is a stream, `headers` must contain `Content-Length`. */
export interface Reply {
  status: number
  headers?: Record<string, string>
  body?: string | Readable
}

/** JSON response. The default status is 200, because VOD's two JSON APIs also use it for errors. */
export const json = (value: unknown, status = 200): Reply => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
})

/** Sends a reply. Rejects when the client disconnects while a stream is being sent. */
export async function send(response: ServerResponse, reply: Reply): Promise<void> {
  const { body = '' } = reply
  if (typeof body === 'string') {
    const length = reply.headers?.['Content-Length'] ?? String(Buffer.byteLength(body))
    response.writeHead(reply.status, { ...reply.headers, 'Content-Length': length }).end(body)
    return
  }
  response.writeHead(reply.status, reply.headers)
  await pipeline(body, response)
}
