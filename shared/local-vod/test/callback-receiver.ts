import { EventEmitter, once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A callback as it came. */
type Callback = Record<string, unknown> & { EventType: string }

export interface Receiver {
  url: string
  callbacks: Callback[]
  /** Resolves with the first callback of a kind, past or to come. */
  callback(eventType: string): Promise<Callback>
  /** Resolves when so many requests have come. */
  requests(count: number): Promise<void>
}

/** A server for callbacks. `answer` decides what the n-th request gets (from 1); by default an empty 200. */
export async function startReceiver(
  answer: (response: ServerResponse, request: number) => void = (response) => response.end(),
): Promise<Receiver> {
  const arrivals = new EventEmitter()
  const callbacks: Callback[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    callbacks.push(JSON.parse(body) as Callback)
    answer(response, callbacks.length)
    arrivals.emit('callback')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    callbacks,
    async callback(eventType) {
      for (;;) {
        const found = callbacks.find(({ EventType }) => EventType === eventType)
        if (found) return found
        await once(arrivals, 'callback')
      }
    },
    async requests(count) {
      while (callbacks.length < count) await once(arrivals, 'callback')
    },
  }
}
