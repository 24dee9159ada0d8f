/**
 * Simulates a network connection between page and server in a separate process. All uploads share `bytesPerSecond`, and each
 * direction takes half of `latencyMs`. Arguments: the server's port, `bytesPerSecond`, `latencyMs`. Prints its own port.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

const [serverPort = 0, bytesPerSecond = 0, latencyMs = 0] = process.argv.slice(2).map(Number)

/** Size of the queue of a connection, bytes. When it is full, the sender must wait, as with the queue of a router. */
const maxQueuedBytes = 128 * 1024

/** Time at which the uplink can send the next byte, ms. */
let freeAt = 0

function forward(from: Socket, to: Socket, isUp: boolean): void {
  let queued = 0
  /** Chunks in flight. Timers with the same time fire in any order, but bytes must keep their order. */
  const inFlight: Buffer[] = []
  from.on('data', (chunk) => {
    const now = performance.now()
    let leavesIn = 0
    if (isUp) {
      freeAt = Math.max(now, freeAt) + (chunk.length / bytesPerSecond) * 1000
      leavesIn = freeAt - now
      queued += chunk.length
      if (queued > maxQueuedBytes) from.pause()
      setTimeout(() => {
        queued -= chunk.length
        if (queued <= maxQueuedBytes) from.resume()
      }, leavesIn)
    }
    inFlight.push(chunk)
    setTimeout(() => to.write(inFlight.shift() ?? ''), leavesIn + latencyMs / 2)
  })
  const wait = () => (isUp ? Math.max(0, freeAt - performance.now()) : 0) + latencyMs
  from.on('end', () => setTimeout(() => to.end(), wait()))
  from.on('error', () => to.destroy())
  from.on('close', () => setTimeout(() => to.destroy(), wait() + latencyMs))
}

const line = createServer({ allowHalfOpen: true }, (page) => {
  const server = connect({ port: serverPort, host: '127.0.0.1', allowHalfOpen: true })
  page.setNoDelay(true)
  server.setNoDelay(true)
  forward(page, server, true)
  forward(server, page, false)
})
line.listen(0, '127.0.0.1', () => console.log((line.address() as AddressInfo).port))
