/** The commands of WebDriver BiDi that Playwright uses. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Host, type HostEvent } from './host.ts'
import type { Json } from './inspector.ts'
import type { Target } from './scripts.ts'
import type { BidiValue } from './values.ts'
import { type Emit, Window, type WindowSettings } from './window.ts'

export interface SessionOptions {
  /** Profile on disk of the default context; '' stores nothing. */
  profile: string
  /** Display of the X server. */
  display: string
}

interface UserContext {
  host: Host
  settings: WindowSettings
  windows: Map<number, Window>
  /** Folder of the profile, if it is deleted with the context. */
  temporary?: string
}

const defaultContext = 'default'

export class Session {
  #options: SessionOptions
  #emit: Emit
  #contexts = new Map<string, Promise<UserContext>>()
  #lastId = 0

  constructor(options: SessionOptions, emit: Emit) {
    this.#options = options
    this.#emit = emit
  }

  /** Each user context is a browser of its own, so that contexts share nothing. */
  #context(id = defaultContext): Promise<UserContext> {
    const existing = this.#contexts.get(id)
    if (existing) return existing
    const context = this.#start(id)
    this.#contexts.set(id, context)
    return context
  }

  async #start(id: string): Promise<UserContext> {
    const isDefault = id === defaultContext
    const temporary = isDefault ? undefined : mkdtempSync(join(tmpdir(), 'reelferry-webkit-'))
    const windows = new Map<number, Window>()
    const onEvent = (event: HostEvent) => this.#receive(windows, event)
    const profile = temporary ?? this.#options.profile
    const host = await Host.start(profile, this.#options.display, onEvent)
    const settings = { userContext: id, preloadScripts: new Map(), isIntercepting: false }
    return { host, settings, windows, ...(temporary && { temporary }) }
  }

  #receive(windows: Map<number, Window>, event: HostEvent) {
    const window = windows.get(event.window)
    if (!window) return
    if (event.event === 'address') void window.checkAddress()
    else if (event.event === 'dialog')
      this.#emit('browsingContext.userPromptOpened', {
        context: window.id,
        type: event.kind,
        message: event.message ?? '',
        handler: 'ignore',
      })
    else if (event.event === 'closed') {
      windows.delete(event.window)
      window.dispose()
    }
  }

  async #windows(): Promise<Window[]> {
    const contexts = await Promise.all(this.#contexts.values())
    return contexts.flatMap(({ windows }) => [...windows.values()])
  }

  async #window(context: string): Promise<Window> {
    const window = (await this.#windows()).find((candidate) => candidate.has(context))
    if (!window) throw new Error('no such frame')
    return window
  }

  #targetOf({ context, realm }: Target): Promise<Window> {
    return this.#window(context ?? realm?.split('|')[0] ?? '')
  }

  async #contextOf(window: Window): Promise<UserContext> {
    return this.#context(window.settings.userContext)
  }

  /** User contexts and windows that a command names. */
  async #selected({ userContexts, contexts }: Json) {
    const ids = (userContexts as string[] | undefined) ?? []
    const selected = await Promise.all(ids.map((id) => this.#context(id)))
    const windows = await Promise.all(
      ((contexts as string[] | undefined) ?? [])
        .filter((id) => id.startsWith('window-'))
        .map((id) => this.#window(id)),
    )
    return {
      settings: [
        ...selected.map((context) => context.settings),
        ...windows.map((window) => window.settings),
      ],
      windows: [...windows, ...selected.flatMap((context) => [...context.windows.values()])],
    }
  }

  /** Runs a command and resolves with its result. Unknown commands change nothing. */
  async run(method: string, parameters: Json): Promise<Json> {
    const window = () => this.#window(parameters.context as string)
    switch (method) {
      case 'session.new':
        return {
          sessionId: 'webkit',
          capabilities: { browserName: 'webkit', browserVersion: '2', userAgent: 'WebKitGTK' },
        }
      case 'browser.close':
        await this.close()
        return {}
      case 'browser.createUserContext': {
        const userContext = `context${++this.#lastId}`
        await this.#context(userContext)
        return { userContext }
      }
      case 'browser.removeUserContext':
        await this.#remove(parameters.userContext as string)
        return {}
      case 'browsingContext.create': {
        const { host, settings, windows } = await this.#context(
          parameters.userContext as string | undefined,
        )
        // A window may get settings of its own later.
        const own = { ...settings, preloadScripts: new Map(settings.preloadScripts) }
        const opened = await Window.open(host, own, this.#emit)
        windows.set(opened.number, opened)
        return { context: opened.id }
      }
      case 'browsingContext.close':
        ;(await window()).close(parameters.promptUnload === true)
        return {}
      case 'browsingContext.navigate':
        return (await window()).navigate(parameters.url as string)
      case 'browsingContext.reload':
        await (await window()).inspector.send('Page.reload')
        return {}
      case 'browsingContext.traverseHistory': {
        const { number, settings } = await window()
        const { host } = await this.#context(settings.userContext)
        host.send({ do: 'history', window: number, delta: parameters.delta })
        return {}
      }
      case 'browsingContext.setViewport':
        return this.#setViewport(parameters)
      case 'browsingContext.handleUserPrompt': {
        const opened = await window()
        const { host } = await this.#contextOf(opened)
        host.send({ do: 'answer', window: opened.number, accept: parameters.accept === true })
        this.#emit('browsingContext.userPromptClosed', { context: opened.id })
        return {}
      }
      case 'browsingContext.captureScreenshot':
        return this.#capture(await window(), parameters)
      case 'browsingContext.locateNodes': {
        const { value } = parameters.locator as { value: { context: string } }
        const element = await (await window()).scripts.elementOf(value.context)
        return { nodes: element ? [element] : [] }
      }
      case 'script.evaluate':
      case 'script.callFunction':
        return (await this.#targetOf(parameters.target as Target)).scripts.run(parameters)
      case 'script.disown':
        await (
          await this.#targetOf(parameters.target as Target)
        ).scripts
          .disown(parameters.handles as string[])
          .catch(() => undefined)
        return {}
      case 'script.addPreloadScript':
        return this.#addPreloadScript(parameters)
      case 'script.removePreloadScript':
        for (const opened of await this.#windows()) {
          opened.settings.preloadScripts.delete(parameters.script as string)
          await opened.applyPreloadScripts()
        }
        return {}
      case 'input.performActions': {
        const opened = await window()
        const { host } = await this.#contextOf(opened)
        await host.driver.performActions(opened.handle, parameters.actions)
        return {}
      }
      case 'input.setFiles': {
        const opened = await window()
        const { host } = await this.#contextOf(opened)
        const expression = await opened.scripts.expose(parameters.element as BidiValue)
        await host.driver.chooseFiles(opened.handle, expression, parameters.files as string[])
        return {}
      }
      case 'network.addIntercept':
      case 'network.removeIntercept':
        return this.#intercept(method, parameters)
      case 'network.continueRequest':
      case 'network.provideResponse':
      case 'network.failRequest':
        for (const opened of await this.#windows())
          await opened.network.answer(method, parameters).catch(() => undefined)
        return {}
      case 'network.getData':
        for (const opened of await this.#windows()) {
          const data = await opened.network
            .getData(parameters.request as string)
            .catch(() => undefined)
          if (data) return data
        }
        throw new Error('no such request')
      case 'emulation.setMediaFeaturesOverride':
        return this.#setColorScheme(parameters)
      case 'storage.getCookies':
        return { cookies: [] }
      default:
        return {}
    }
  }

  async #setViewport(parameters: Json): Promise<Json> {
    const viewport = parameters.viewport as { width: number; height: number }
    const contexts = parameters.context ? [parameters.context] : undefined
    const { settings, windows } = await this.#selected({ ...parameters, contexts })
    for (const item of settings) item.viewport = viewport
    for (const window of windows) await window.resize(viewport)
    return {}
  }

  async #setColorScheme(parameters: Json): Promise<Json> {
    const features = parameters.features as Record<string, string | null | undefined>
    const { settings, windows } = await this.#selected(parameters)
    for (const item of settings) item.colorScheme = features['prefers-color-scheme'] ?? 'light'
    for (const window of windows) await window.applyColorScheme()
    return {}
  }

  async #addPreloadScript(parameters: Json): Promise<Json> {
    const script = `script${++this.#lastId}`
    const { settings, windows } = await this.#selected(parameters)
    for (const item of [...settings, ...windows.map((window) => window.settings)])
      item.preloadScripts.set(script, parameters.functionDeclaration as string)
    for (const window of windows) await window.applyPreloadScripts()
    return { script }
  }

  async #intercept(method: string, parameters: Json): Promise<Json> {
    if ((parameters.phases as string[] | undefined)?.includes('authRequired'))
      return { intercept: 'none' }
    const { windows } = await this.#selected(parameters)
    const affected = windows.length > 0 ? windows : await this.#windows()
    for (const window of affected) {
      const isIntercepting = method === 'network.addIntercept'
      if (window.settings.isIntercepting === isIntercepting) continue
      window.settings.isIntercepting = isIntercepting
      await window.network.applyInterception()
    }
    return { intercept: 'interception' }
  }

  async #capture(window: Window, { clip, origin }: Json): Promise<Json> {
    const { x, y, width, height } = clip as Record<string, number>
    const coordinateSystem = origin === 'document' ? 'Page' : 'Viewport'
    const rectangle = { x, y, width, height, coordinateSystem }
    const { dataURL } = await window.inspector.send('Page.snapshotRect', rectangle)
    return { data: (dataURL as string).split(',')[1] }
  }

  async #remove(id: string) {
    const context = await this.#contexts.get(id)
    this.#contexts.delete(id)
    if (!context) return
    for (const window of context.windows.values()) window.dispose()
    await context.host.stop()
    if (context.temporary) rmSync(context.temporary, { recursive: true, force: true })
  }

  async close() {
    await Promise.all([...this.#contexts.keys()].map((id) => this.#remove(id)))
  }
}
