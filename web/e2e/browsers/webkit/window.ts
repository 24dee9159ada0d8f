/** One window as a top-level browsing context of WebDriver BiDi. */
import { EventEmitter, once } from 'node:events'
import type { Host } from './host.ts'
import type { Json, WindowInspector } from './inspector.ts'
import { Network } from './network.ts'
import { Scripts } from './scripts.ts'

export type Emit = (method: string, parameters: Json) => void

interface Frame {
  id: string
  parentId?: string
  url: string
  loaderId: string
}

interface ConsoleMessage {
  source: string
  level: string
  text: string
  url?: string
  line?: number
  column?: number
  timestamp?: number
}

/** The part of the state that windows opened later inherit. */
export interface WindowSettings {
  userContext: string
  /** Sources that run before the scripts of each document. */
  preloadScripts: Map<string, string>
  isIntercepting: boolean
  viewport?: { width: number; height: number }
  colorScheme?: string
}

let lastNavigation = 0
const nextNavigation = () => `navigation-${++lastNavigation}`

export class Window {
  readonly id: string
  readonly number: number
  readonly handle: string
  readonly scripts: Scripts
  readonly network: Network
  readonly settings: WindowSettings
  inspector!: WindowInspector
  url = 'about:blank'
  #emit: Emit
  #host: Host
  /** Ids of the frames of the window, and the browsing context of each. */
  #frames = new Map<string, string>()
  #parents = new Map<string, string>()
  #navigation: string | undefined
  #progress = new EventEmitter()

  private constructor(
    host: Host,
    settings: WindowSettings,
    emit: Emit,
    { number, handle }: { number: number; handle: string },
  ) {
    this.#host = host
    this.#emit = emit
    this.number = number
    this.handle = handle
    this.id = `window-${settings.userContext}-${number}`
    this.settings = settings
    this.scripts = new Scripts(this, emit)
    this.network = new Network(this, emit)
  }

  static async open(host: Host, settings: WindowSettings, emit: Emit): Promise<Window> {
    const window = new Window(host, settings, emit, await host.openWindow())
    emit('browsingContext.contextCreated', {
      context: window.id,
      parent: null,
      url: 'about:blank',
      userContext: settings.userContext,
      originalOpener: null,
    })
    const prepared = once(window.#progress, 'prepared')
    window.inspector = await host.inspector.attach((method, parameters, target) =>
      window.#receive(method, parameters, target),
    )
    window.inspector.control('Target.setPauseOnStart', { pauseOnStart: true })
    await prepared
    if (settings.viewport) await window.resize(settings.viewport)
    return window
  }

  /** The browsing context of a frame of the inspector. */
  contextOf(frameId: string | undefined): string | undefined {
    return frameId === undefined ? undefined : this.#frames.get(frameId)
  }

  has(context: string) {
    return context === this.id || this.#parents.has(context)
  }

  children(context: string): string[] {
    return [...this.#parents].filter(([, parent]) => parent === context).map(([child]) => child)
  }

  parentOf(context: string) {
    return this.#parents.get(context)
  }

  #receive(method: string, parameters: Json, target: string) {
    switch (method) {
      case 'Target.created':
        void this.#prepare(target, parameters.isPaused === true)
        return
      case 'Runtime.executionContextCreated':
        this.scripts.addContext(
          parameters.context as { id: number; type: string; frameId: string },
          target,
        )
        return
      case 'Page.frameNavigated':
        this.#commit(parameters.frame as Frame)
        return
      case 'Page.frameDetached':
        this.#removeFrame(this.#frames.get(parameters.frameId as string))
        return
      case 'Page.domContentEventFired':
        this.#emitLoaded('browsingContext.domContentLoaded', this.id)
        return
      case 'Page.loadEventFired':
        this.#emitLoaded('browsingContext.load', this.id)
        return
      case 'Page.frameStoppedLoading': {
        const context = this.#frames.get(parameters.frameId as string)
        if (context === undefined || context === this.id) return
        this.#emitLoaded('browsingContext.domContentLoaded', context)
        this.#emitLoaded('browsingContext.load', context)
        return
      }
      case 'Console.messageAdded':
        this.#log(parameters.message as ConsoleMessage)
        return
      default:
        if (method.startsWith('Network.')) this.network.receive(method, parameters)
    }
  }

  /** Enables the events of a new page before it runs. */
  async #prepare(target: string, isPaused: boolean) {
    const send = (method: string, parameters: Json = {}) =>
      this.inspector.send(method, parameters, target)
    try {
      const [, tree] = await Promise.all([
        send('Page.enable'),
        send('Page.getResourceTree'),
        send('Console.enable'),
        send('Network.enable'),
        this.applyPreloadScripts(target),
        this.applyColorScheme(target),
        ...(this.settings.isIntercepting ? [this.network.applyInterception(target)] : []),
      ])
      const { frame } = tree.frameTree as { frame: Frame }
      this.#frames.set(frame.id, this.id)
      await send('Runtime.enable')
    } catch {
      // The page was replaced at once. Its successor is prepared by its own event.
    }
    if (isPaused) this.inspector.control('Target.resume', { targetId: target })
    this.#progress.emit('prepared')
  }

  async applyPreloadScripts(target?: string) {
    const source = [...this.settings.preloadScripts.values()]
      .map((script) => `;(${script})();`)
      .join('\n')
    await this.inspector.send('Page.setBootstrapScript', { source }, target)
  }

  async applyColorScheme(target?: string) {
    const { colorScheme } = this.settings
    if (!colorScheme) return
    const value = colorScheme === 'dark' ? 'Dark' : 'Light'
    const parameters = { name: 'PrefersColorScheme', value }
    await this.inspector.send('Page.overrideUserPreference', parameters, target)
  }

  #commit(frame: Frame) {
    const isMain = !frame.parentId
    if (isMain) {
      for (const child of this.children(this.id)) this.#removeFrame(child)
      this.#frames.set(frame.id, this.id)
      this.url = frame.url
    } else if (!this.#frames.has(frame.id)) {
      const parent = this.#frames.get(frame.parentId ?? '') ?? this.id
      this.#frames.set(frame.id, frame.id)
      this.#parents.set(frame.id, parent)
      this.#emit('browsingContext.contextCreated', {
        context: frame.id,
        parent,
        url: frame.url,
        userContext: this.settings.userContext,
        originalOpener: null,
      })
    }
    const context = isMain ? this.id : frame.id
    const navigation = isMain ? this.currentNavigation() : frame.loaderId
    if (isMain) this.#navigation = undefined
    this.scripts.removeContexts(context)
    this.#emit('browsingContext.navigationCommitted', { context, navigation, url: frame.url })
    if (isMain) this.#progress.emit('committed', navigation)
  }

  #removeFrame(context: string | undefined) {
    if (context === undefined || context === this.id) return
    for (const child of this.children(context)) this.#removeFrame(child)
    const parent = this.#parents.get(context)
    this.#frames.delete(context)
    this.#parents.delete(context)
    this.scripts.removeContexts(context)
    this.#emit('browsingContext.contextDestroyed', { context, parent })
  }

  #emitLoaded(method: string, context: string) {
    this.#emit(method, { context, navigation: null, url: this.url, timestamp: Date.now() })
  }

  #log(message: ConsoleMessage) {
    const realm = this.scripts.mainRealm(this.id)
    const location = {
      callFrames: [
        {
          url: message.url ?? '',
          lineNumber: (message.line ?? 1) - 1,
          columnNumber: (message.column ?? 1) - 1,
          functionName: '',
        },
      ],
    }
    const isException = message.source === 'javascript' && message.level === 'error'
    const methods: Record<string, string> = { warning: 'warn', error: 'error' }
    this.#emit('log.entryAdded', {
      type: isException ? 'javascript' : 'console',
      level: message.level,
      text: message.text,
      method: methods[message.level] ?? 'log',
      args: [{ type: 'string', value: message.text }],
      source: { realm, context: this.id },
      stackTrace: location,
      timestamp: message.timestamp ?? Date.now(),
    })
  }

  /** Loads an address. Resolves when the new document replaces the old one. */
  async navigate(url: string): Promise<Json> {
    const navigation = nextNavigation()
    const isFragment = url.includes('#') && url.split('#')[0] === this.url.split('#')[0]
    this.#emit('browsingContext.navigationStarted', { context: this.id, navigation, url })
    if (isFragment) {
      await this.inspector.send('Page.navigate', { url })
      this.url = url
      this.#emit('browsingContext.fragmentNavigated', { context: this.id, navigation, url })
      return { navigation, url }
    }
    this.#navigation = navigation
    const committed = once(this.#progress, 'committed')
    const failed = once(this.#progress, 'failed')
    await this.inspector.send('Page.navigate', { url })
    const failure = await Promise.race([
      committed.then(() => undefined),
      failed.then(([reason]) => reason as string),
    ])
    if (failure !== undefined) {
      this.#emit('browsingContext.navigationFailed', { context: this.id, navigation, url })
      throw new Error(failure)
    }
    return { navigation, url }
  }

  /** The navigation that replaces the document, which the page itself may have started. */
  currentNavigation() {
    return (this.#navigation ??= nextNavigation())
  }

  /** The request of the main document failed. */
  failNavigation(reason: string) {
    this.#navigation = undefined
    this.#progress.emit('failed', reason)
  }

  /** The address changed, perhaps by the history API. */
  async checkAddress() {
    try {
      const address = (await this.scripts.evaluateJson(this.id, 'location.href')) as string
      if (address === this.url) return
      this.url = address
      this.#emit('browsingContext.historyUpdated', {
        context: this.id,
        url: address,
        timestamp: Date.now(),
      })
    } catch {
      // The document is being replaced, which is reported when it is done.
    }
  }

  async resize({ width, height }: { width: number; height: number }) {
    this.#host.send({ do: 'resize', window: this.number, width, height })
    for (let attempt = 0; attempt < 40; attempt++) {
      const size = await this.scripts
        .evaluateJson(this.id, '`${innerWidth} ${innerHeight}`')
        .catch(() => '')
      if (size === `${width} ${height}`) return
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }

  close(isPrompting: boolean) {
    this.#host.send({ do: isPrompting ? 'tryClose' : 'close', window: this.number })
  }

  dispose() {
    this.#emit('browsingContext.contextDestroyed', { context: this.id, parent: null })
  }
}
