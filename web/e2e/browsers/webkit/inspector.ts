/**
 * Client of WebKit's remote inspector server, which a browser with `WEBKIT_INSPECTOR_SERVER` runs. A message is its length
 * (32 bits, big-endian), a byte of flags, a name that ends with 0, and a GVariant (WTF/wtf/glib/SocketConnection.cpp).
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const littleEndian = 1
/** The browser numbers its connections; tests use the first one. */
const connection = 1n

export type Json = Record<string, unknown>
/** Receives the events of a window. `target` is the page that sent the event. */
type Listener = (method: string, parameters: Json, target: string) => void

/** Error of a command, with the inspector's text. */
class InspectorError extends Error {}

/** The inspector of all windows of a browser. */
export class Inspector {
  #socket: Socket
  #buffer = Buffer.alloc(0)
  #listeners = new Map<number, (message: Json) => void>()
  /** The automation session of WebDriver has the number 1, its first window the number 2. */
  #next = 3

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (data) => this.#receive(data))
    socket.on('error', () => undefined) // the browser has ended
  }

  static async connect(port: number): Promise<Inspector> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const inspector = new Inspector(socket)
    inspector.#send('SetupInspectorClient', Buffer.from('\0'))
    return inspector
  }

  /** Attaches to the newest window. Its number is not reported, so the next numbers are tried. */
  async attach(listener: Listener): Promise<WindowInspector> {
    const first = this.#next
    const found = new Promise<WindowInspector>((resolve) => {
      for (let number = first; number < first + 8; number++)
        this.#listeners.set(number, (message) => {
          const { targetInfo } = (message.params ?? {}) as { targetInfo?: { type: string } }
          if (message.method !== 'Target.targetCreated' || targetInfo?.type !== 'page') return
          this.#next = number + 1
          const window = new WindowInspector((text) => this.#sendToWindow(number, text), listener)
          this.#listeners.set(number, (next) => window.receive(next))
          resolve(window)
          // After the caller has the window.
          setImmediate(() => window.receive(message))
        })
    })
    for (let number = first; number < first + 8; number++) {
      const parameters = Buffer.alloc(16)
      parameters.writeBigUInt64LE(connection, 0)
      parameters.writeBigUInt64LE(BigInt(number), 8)
      this.#send('Setup', parameters)
    }
    return found
  }

  #sendToWindow(number: number, text: string) {
    const head = Buffer.alloc(16)
    head.writeBigUInt64LE(connection, 0)
    head.writeBigUInt64LE(BigInt(number), 8)
    this.#send('SendMessageToBackend', Buffer.concat([head, Buffer.from(`${text}\0`)]))
  }

  #send(name: string, parameters: Buffer) {
    const body = Buffer.concat([Buffer.from(`${name}\0`), parameters])
    const head = Buffer.alloc(5)
    head.writeUInt32BE(body.length, 0)
    head[4] = littleEndian
    this.#socket.write(Buffer.concat([head, body]))
  }

  #receive(data: Buffer) {
    this.#buffer = Buffer.concat([this.#buffer, data])
    while (this.#buffer.length >= 5) {
      const end = 5 + this.#buffer.readUInt32BE(0)
      if (this.#buffer.length < end) return
      const body = this.#buffer.subarray(5, end)
      this.#buffer = this.#buffer.subarray(end)
      const nameEnd = body.indexOf(0)
      if (body.toString('latin1', 0, nameEnd) !== 'SendMessageToFrontend') continue
      const parameters = body.subarray(nameEnd + 1)
      const number = Number(parameters.readBigUInt64LE(8))
      const text = parameters.toString('utf8', 16, parameters.length - 1)
      this.#listeners.get(number)?.(JSON.parse(text) as Json)
    }
  }

  close() {
    this.#socket.destroy()
  }
}

/** The inspector of one window. A navigation can replace the window's process, and with it the target of commands. */
export class WindowInspector {
  #send: (text: string) => void
  #listener: Listener
  #target = ''
  #lastId = 0
  #waiting = new Map<
    number,
    { resolve: (result: Json) => void; reject: (error: Error) => void; target: string }
  >()

  constructor(send: (text: string) => void, listener: Listener) {
    this.#send = send
    this.#listener = listener
  }

  /** Sends a command to the page that the window shows, or to `target`. */
  send(method: string, parameters: Json = {}, target = this.#target): Promise<Json> {
    const id = ++this.#lastId
    const message = JSON.stringify({ id, method, params: parameters })
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, target })
      this.control('Target.sendMessageToTarget', { targetId: target, message })
    })
  }

  /** Whether the window shows this page. */
  shows(target: string) {
    return target === this.#target
  }

  /** Sends a command about the window's targets. Its answer is not used. */
  control(method: string, parameters: Json) {
    this.#send(JSON.stringify({ id: ++this.#lastId, method, params: parameters }))
  }

  receive({ method, params = {} }: Json) {
    const { targetInfo, targetId, oldTargetId, newTargetId, message } = params as {
      targetInfo?: { targetId: string; type: string; isProvisional?: boolean; isPaused?: boolean }
      targetId?: string
      oldTargetId?: string
      newTargetId?: string
      message?: string
    }
    if (method === 'Target.targetCreated' && targetInfo?.type === 'page') {
      if (this.#target === '') this.#target = targetInfo.targetId
      this.#listener('Target.created', { ...targetInfo }, targetInfo.targetId)
    } else if (method === 'Target.didCommitProvisionalTarget') {
      this.#target = newTargetId ?? ''
      this.#rejectAll(oldTargetId ?? '')
      this.#listener('Target.committed', {}, this.#target)
    } else if (method === 'Target.targetDestroyed') this.#rejectAll(targetId ?? '')
    else if (method === 'Target.dispatchMessageFromTarget')
      this.#dispatch(message ?? '{}', targetId ?? '')
  }

  #rejectAll(target: string) {
    for (const [id, waiting] of this.#waiting)
      if (waiting.target === target) {
        this.#waiting.delete(id)
        waiting.reject(new InspectorError('The page was closed or has navigated.'))
      }
  }

  #dispatch(text: string, target: string) {
    const { id, method, params, result, error } = JSON.parse(text) as {
      id?: number
      method?: string
      params?: Json
      result?: Json
      error?: { message: string }
    }
    if (id === undefined) return this.#listener(method ?? '', params ?? {}, target)
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting?.reject(new InspectorError(error.message))
    else waiting?.resolve(result ?? {})
  }
}
