/**
 * A line between page and server, in a process of its own: what goes up shares `bytesPerSecond`, and both
 * ways take half of `latencyMs`. Arguments: the server's port, the two figures. Prints its own port.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

const [serverPort = 0, bytesPerSecond = 0, latencyMs = 0] = process.argv.slice(2).map(Number)

/** Held back for each connection before its sender is told to wait, as a router's queue would. */
const mostQueued = 128 * 1024

/** When the line is free again, for what goes up, ms. */
let freeAt = 0

function carry(from: Socket, to: Socket, isUp: boolean): void {
  let queued = 0
  /** On their way. Timers of one moment fire in any order, bytes must not. */
  const underWay: Buffer[] = []
  from.on('data', (chunk) => {
    const now = performance.now()
    let leavesIn = 0
    if (isUp) {
      freeAt = Math.max(now, freeAt) + (chunk.length / bytesPerSecond) * 1000
      leavesIn = freeAt - now
      queued += chunk.length
      if (queued > mostQueued) from.pause()
      setTimeout(() => {
        queued -= chunk.length
        if (queued <= mostQueued) from.resume()
      }, leavesIn)
    }
    underWay.push(chunk)
    setTimeout(() => to.write(underWay.shift() ?? ''), leavesIn + latencyMs / 2)
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
  carry(page, server, true)
  carry(server, page, false)
})
line.listen(0, '127.0.0.1', () => console.log((line.address() as AddressInfo).port))
