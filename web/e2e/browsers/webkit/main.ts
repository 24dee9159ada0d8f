/**
 * WebDriver BiDi for WebKitGTK: Playwright starts this program like a Firefox (`--profile <folder>`) and drives it with its
 * client for BiDi. Input goes through WebKit's WebDriver, everything else through WebKit's inspector. An X server without
 * a screen shows the windows.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { WebSocketServer } from 'ws'
import { freePort } from '../../studio.ts'
import type { Json } from './inspector.ts'
import { Session } from './session.ts'

/** Starts an X server on a free display, high enough for the highest viewport of the tests. */
async function startDisplay(): Promise<{ display: string; server: ChildProcess }> {
  const parameters = ['-displayfd', '3', '-screen', '0', '1920x2400x24', '-nolisten', 'tcp']
  const server = spawn('Xvfb', parameters, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const [number] = (await once(server.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer]
  return { display: `:${number.toString().trim()}`, server }
}

const profileIndex = process.argv.indexOf('--profile')
const profile = process.env.PRIVATE_WINDOW ? '' : (process.argv[profileIndex + 1] ?? '')
const { display, server } = await startDisplay()
const port = await freePort()
const sockets = new WebSocketServer({ host: '127.0.0.1', port })

sockets.on('connection', (socket) => {
  const send = (message: object) => {
    socket.send(JSON.stringify(message))
  }
  const session = new Session({ profile, display }, (method, params) =>
    send({ type: 'event', method, params }),
  )
  const end = async () => {
    await session.close()
    server.kill()
    process.exit(0)
  }
  socket.on('message', (data) => {
    const { id, method, params } = JSON.parse(String(data)) as {
      id: number
      method: string
      params: Json
    }
    session.run(method, params).then(
      (result) => {
        send({ type: 'success', id, result })
        if (method === 'browser.close') void end()
      },
      (error: Error) =>
        send({
          type: 'error',
          id,
          error: error.message === 'no such frame' ? error.message : 'unknown error',
          message: error.message,
        }),
    )
  })
  socket.on('close', () => void end())
  process.once('SIGTERM', () => void end())
})
if (!sockets.address()) await once(sockets, 'listening')
// Playwright waits for this line.
console.error(`WebDriver BiDi listening on ws://127.0.0.1:${port}`)
