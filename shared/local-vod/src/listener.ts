import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Background } from './background.ts'
import type { Clock } from './clock.ts'
import { consumeFault, type Faults } from './faults.ts'
import { BodyTooLargeError } from './http/body.ts'
import { corsHeaders } from './http/cors.ts'
import { send, type Reply } from './http/reply.ts'
import { serviceOf, type Service } from './route.ts'

type Handler = (request: IncomingMessage, url: URL) => Reply | Promise<Reply>

/** Routes each request to its service and applies the network faults. */
export function createListener(
  { faults, background, now }: { faults: Faults; background: Background; now: Clock },
  services: Record<Service, Handler>,
): RequestListener {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(request.url ?? '', 'http://region.invalid')
    if (!url) return await send(response, { status: 400 })
    const service = serviceOf(request, url)
    if (service !== 'control') {
      if (faults.latencyMs) await delay(faults.latencyMs)
      if (faults.offline) return void request.destroy()
      for (const [name, value] of Object.entries(corsHeaders)) response.setHeader(name, value)
    }
    if ((service === 'cos' || service === 'uploadApi') && request.method !== 'OPTIONS') {
      // The body is read but no response is sent, like a server that hangs.
      if (faults.silent) return void request.resume()
      if (consumeFault(faults, 'serverErrors')) return await send(response, { status: 503 })
    }
    // The SDK corrects its clock by this header, so it must contain the region's time.
    response.setHeader('Date', new Date(now()).toUTCString())
    await send(response, await services[service](request, url))
  }

  const fail = (request: IncomingMessage, response: ServerResponse, error: unknown): void => {
    // The client has disconnected, or a fault destroyed the connection.
    if (request.socket.destroyed) return
    if (response.headersSent) return void response.destroy()
    if (error instanceof BodyTooLargeError) return void response.writeHead(413).end()
    console.error('local VOD region:', error)
    response.writeHead(500).end()
  }

  return (request, response) =>
    background.run(() =>
      handle(request, response).catch((error: unknown) => fail(request, response, error)),
    )
}
