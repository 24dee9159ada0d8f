import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createRegion } from './create-region.ts'
import type { Faults } from './faults.ts'
import type { RegionOptions } from './options.ts'

/** How long a connection may be idle, ms: the usual value of servers that serve browsers. */
const keepAliveMs = 75_000

/** A running region with its HTTP server. */
export interface Region {
  port: number
  origin: string
  faults: Faults
  /** Sets the callback URL at run time, because the Worker's port is only known when it listens. */
  setNotificationUrl(url: string): void
  /** Ends connections, task flows and callbacks. Resolves when everything is on disk. */
  close(): Promise<void>
}

/** Starts a region on 127.0.0.1. Rejects with the server's error, e.g. `EADDRINUSE` if the port is in use. */
export async function startRegion(options: RegionOptions): Promise<Region> {
  const { tls } = options
  let listener: RequestListener = (_, response) => response.writeHead(503).end()
  const dispatch: RequestListener = (request, response) => listener(request, response)
  const server: Server = tls ? createHttpsServer(tls, dispatch) : createHttpServer(dispatch)
  server.requestTimeout = 0 // the upload of a part may take long
  // Node's 5 s end a connection while a client is about to use it again, and the client sees a lost connection.
  server.keepAliveTimeout = keepAliveMs
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')

  const { port } = server.address() as AddressInfo
  const origin = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`
  mkdirSync(options.directory, { recursive: true })
  const region = createRegion({ ...options, mediaOrigin: options.mediaOrigin ?? origin })
  listener = region.listener
  const close = async (): Promise<void> => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
    await region.close()
  }
  let closing: Promise<void> | undefined
  return {
    port,
    origin,
    faults: region.faults,
    setNotificationUrl: region.setNotificationUrl,
    close: () => (closing ??= close()),
  }
}
