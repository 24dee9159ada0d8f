import { EventEmitter, once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** The body of a received callback. */
type Callback = Record<string, unknown> & { EventType: string }

export interface Receiver {
  url: string
  callbacks: Callback[]
  /** Resolves with the first callback of a type, which may have arrived before. */
  callback(eventType: string): Promise<Callback>
  /** Resolves when `count` requests have arrived. */
  requests(count: number): Promise<void>
}

/** Starts a server that receives callbacks. `answer` sends the response to the n-th request (from 1); default: an empty 200. */
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
