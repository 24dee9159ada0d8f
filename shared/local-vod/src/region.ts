import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createRegion } from './create-region.ts'
import type { Faults } from './faults.ts'

export interface RegionOptions {
  /** 0 = any free port. */
  port: number
  /** Objects and records live here; a region started again on the same directory goes on where it was. */
  directory: string
  account: { appId: number; secretId: string; secretKey: string }
  /** Where callbacks go; '' = nowhere (as at VOD until configured). Same as ModifyEventConfig's NotificationUrl. */
  notificationUrl?: string
  /** ModifyEventConfig's SignKey: adds Sign/T to callbacks. */
  signKey?: string
  /**
   * Origin used in MediaUrl; default this server's own, e.g. http://127.0.0.1:8000. For host-name tests e.g.
   * http://1500000001.vod2.myqcloud.com
   */
  mediaOrigin?: string
  /** How long a task flow takes, ms; default 1000. */
  processingMs?: number
  /** TLS key and certificate, PEM: then it speaks https. */
  tls?: { key: string; cert: string }
  /** Clock in ms, for tests of expiry; default Date.now. */
  now?: () => number
}

export interface Region {
  port: number
  origin: string
  faults: Faults
  /** Sets the callback URL at run time (the Worker's port is known only once it listens). */
  setNotificationUrl(url: string): void
  /** Ends connections, task flows and callbacks; resolves when all is on disk. */
  close(): Promise<void>
}

/** Starts a region on 127.0.0.1. Rejects with the server's own error, `EADDRINUSE` for a busy port. */
export async function startRegion(options: RegionOptions): Promise<Region> {
  const { tls, port: wanted } = options
  let listener: RequestListener = (_, response) => response.writeHead(503).end()
  const dispatch: RequestListener = (request, response) => listener(request, response)
  const server: Server = tls ? createHttpsServer(tls, dispatch) : createHttpServer(dispatch)
  server.requestTimeout = 0 // a slow part is no attack here
  server.listen(wanted, '127.0.0.1')
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
