/** Starts a browser (`host.py`) with its WebDriver and its inspector. Each has its own profile. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../studio.ts'
import { Inspector } from './inspector.ts'
import { WebDriver } from './web-driver.ts'

const script = fileURLToPath(new URL('host.py', import.meta.url))

/** Without a sound card, a video would play to its end at once. */
const soundSinks = [
  'alsasink',
  'openalsink',
  'pulsesink',
  'osssink',
  'oss4sink',
  'jackaudiosink',
  'pipewiresink',
]

export interface HostEvent {
  event: 'started' | 'opened' | 'closed' | 'dialog' | 'address'
  window: number
  kind?: string
  message?: string
  url?: string
}

export class Host {
  readonly driver: WebDriver
  readonly inspector: Inspector
  #process: ChildProcess
  /** WebDriver's first window stays open and unused: without a window, WebDriver cannot open another one. */
  #opened = 1

  private constructor(process: ChildProcess, driver: WebDriver, inspector: Inspector) {
    this.#process = process
    this.driver = driver
    this.inspector = inspector
  }

  /** Starts a browser. An empty profile stores nothing on disk. */
  static async start(
    profile: string,
    display: string,
    onEvent: (event: HostEvent) => void,
  ): Promise<Host> {
    const inspectorPort = await freePort()
    const process_ = spawn('/usr/bin/python3', [script], {
      env: {
        ...process.env,
        DISPLAY: display,
        GDK_BACKEND: 'x11',
        NO_AT_BRIDGE: '1',
        GST_PLUGIN_FEATURE_RANK: soundSinks.map((sink) => `${sink}:NONE`).join(','),
        PROFILE: profile,
        WEBKIT_INSPECTOR_SERVER: `127.0.0.1:${inspectorPort}`,
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const lines = createInterface(process_.stdout as NodeJS.ReadableStream)
    const started = new Promise<void>((resolve) =>
      lines.on('line', (line) => {
        if (!line.startsWith('{"event"')) return
        const event = JSON.parse(line) as HostEvent
        if (event.event === 'started') resolve()
        else onEvent(event)
      }),
    )
    await Promise.race([
      started,
      once(process_, 'exit').then(() => Promise.reject(new Error('host.py has ended.'))),
    ])
    const driver = await WebDriver.start(await freePort(), inspectorPort)
    return new Host(process_, driver, await Inspector.connect(inspectorPort))
  }

  /** Opens a window. Its number is the one of `host.py`. */
  async openWindow(): Promise<{ number: number; handle: string }> {
    const number = ++this.#opened
    const handle = await this.driver.openWindow()
    await this.driver.navigate(handle, 'about:blank')
    return { number, handle }
  }

  send(command: object) {
    this.#process.stdin?.write(`${JSON.stringify(command)}\n`)
  }

  async stop() {
    this.inspector.close()
    this.driver.stop()
    if (this.#process.exitCode !== null) return
    const exited = once(this.#process, 'exit')
    this.#process.kill()
    await exited
  }
}
