import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** What a handler answers. A stream must carry its own `Content-Length` header. */
export interface Reply {
  status: number
  headers?: Record<string, string>
  body?: string | Readable
}

/** JSON answer, status 200 as VOD's two JSON APIs use it for failures too. */
export const json = (value: unknown, status = 200): Reply => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
})

/** Writes a reply. Rejects when the client goes away while a stream is being sent. */
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
