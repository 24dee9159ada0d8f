/** WebKit's WebDriver, for input like a person's and for files. */
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

export class WebDriver {
  #process: ChildProcess
  #origin: string
  #session = ''
  #handle = ''
  #firstWindow = ''
  #queue: Promise<unknown> = Promise.resolve()

  private constructor(process: ChildProcess, port: number) {
    this.#process = process
    this.#origin = `http://127.0.0.1:${port}`
  }

  /** Starts a driver for the browser whose inspector listens on `inspectorPort`. The browser opens a window. */
  static async start(port: number, inspectorPort: number): Promise<WebDriver> {
    const parameters = [`--port=${port}`, `--target=127.0.0.1:${inspectorPort}`]
    const driver = new WebDriver(spawn('WebKitWebDriver', parameters, { stdio: 'ignore' }), port)
    for (let attempt = 0; ; attempt++) {
      const isReady = await fetch(`${driver.#origin}/status`).then(
        () => true,
        () => false,
      )
      if (isReady) break
      if (attempt > 200) throw new Error('WebKitWebDriver does not start.')
      await sleep(50)
    }
    const { sessionId } = await driver.#request<{ sessionId: string }>('POST', '/session', {
      capabilities: { alwaysMatch: { unhandledPromptBehavior: 'ignore' } },
    })
    driver.#session = `/session/${sessionId}`
    driver.#handle = await driver.#request('GET', `${driver.#session}/window`)
    driver.#firstWindow = driver.#handle
    return driver
  }

  async #request<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(this.#origin + path, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } }
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`)
    return value
  }

  /** Runs commands for a window. WebDriver has only one current window, so they wait for each other. */
  #inWindow<T>(handle: string, commands: () => Promise<T>): Promise<T> {
    const run = async () => {
      if (this.#handle !== handle) {
        await this.#request('POST', `${this.#session}/window`, { handle })
        this.#handle = handle
      }
      return commands()
    }
    const result = this.#queue.then(run, run)
    this.#queue = result.catch(() => undefined)
    return result
  }

  /** Opens a window and resolves with its handle. */
  async openWindow(): Promise<string> {
    return this.#inWindow(this.#firstWindow, async () => {
      const path = `${this.#session}/window/new`
      const { handle } = await this.#request<{ handle: string }>('POST', path, { type: 'window' })
      return handle
    })
  }

  /** Loads an address. The inspector must not attach to a window that has never loaded anything. */
  navigate(window: string, url: string) {
    return this.#inWindow(window, () => this.#request('POST', `${this.#session}/url`, { url }))
  }

  performActions(window: string, actions: unknown) {
    return this.#inWindow(window, () =>
      this.#request('POST', `${this.#session}/actions`, { actions: actions as object[] }),
    )
  }

  /** Chooses files in the file input that the expression finds. */
  chooseFiles(window: string, expression: string, files: string[]) {
    return this.#inWindow(window, async () => {
      const element = await this.#request<Record<string, string>>(
        'POST',
        `${this.#session}/execute/sync`,
        { script: `return ${expression}`, args: [] },
      )
      const [id] = Object.values(element)
      await this.#request('POST', `${this.#session}/element/${id}/value`, {
        text: files.join('\n'),
      })
    })
  }

  stop() {
    this.#process.kill()
  }
}
