/** Makes a studio unreachable for a browser, as if the device were offline. Works in every engine. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { freePort } from './studio.ts'

export interface Gate {
  /** Address of the studio through the gate. */
  origin: string
  open(): Promise<void>
  /** Refuses new connections and drops the others. */
  close(): Promise<void>
}

/** Forwards connections to a studio until it is closed. It is open at first. */
export async function openGate(studioOrigin: string): Promise<Gate> {
  const port = await freePort()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const studio = connect(Number(new URL(studioOrigin).port), '127.0.0.1')
    for (const [end, other] of [
      [socket, studio],
      [studio, socket],
    ] as const) {
      sockets.add(end)
      end.on('error', () => other.destroy())
      end.on('close', () => {
        sockets.delete(end)
        other.destroy()
      })
      end.pipe(other)
    }
  })
  const open = async () => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await open()
  return {
    origin: `http://localhost:${port}`,
    open,
    close: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
