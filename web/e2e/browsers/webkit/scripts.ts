/** Runs scripts in the frames of a window. WebKit's inspector has no isolated worlds, so sandboxes are the page's world. */
import type { Json } from './inspector.ts'
import type { BidiValue, RemoteObject } from './values.ts'
import { toBidi, toCallArgument, toReference } from './values.ts'
import type { Emit, Window } from './window.ts'

interface Context {
  id: number
  /** Reference to `globalThis`. */
  global: Promise<string>
}

export interface Target {
  context?: string
  sandbox?: string
  realm?: string
}

const sandboxSuffix = '|sandbox'

export class Scripts {
  #window: Window
  #emit: Emit
  #contexts = new Map<string, Context>()
  #waiting = new Map<string, ((context: Context) => void)[]>()

  constructor(window: Window, emit: Emit) {
    this.#window = window
    this.#emit = emit
  }

  addContext({ id, type, frameId }: { id: number; type: string; frameId: string }, target: string) {
    const frame = this.#window.contextOf(frameId)
    // The page of another process has contexts before it is shown.
    if (type !== 'normal' || frame === undefined || !this.#window.inspector.shows(target)) return
    this.removeContexts(frame)
    const global = this.#window.inspector
      .send('Runtime.evaluate', { expression: 'globalThis', contextId: id }, target)
      .then(({ result }) => (result as RemoteObject).objectId ?? '')
    global.catch(() => undefined) // the document has been replaced
    const context = { id, global }
    this.#contexts.set(frame, context)
    this.#emit('script.realmCreated', {
      realm: `${frame}|${id}`,
      origin: '',
      type: 'window',
      context: frame,
    })
    for (const resolve of this.#waiting.get(frame) ?? []) resolve(context)
    this.#waiting.delete(frame)
  }

  removeContexts(frame: string) {
    const context = this.#contexts.get(frame)
    if (!context) return
    this.#contexts.delete(frame)
    for (const suffix of ['', sandboxSuffix])
      this.#emit('script.realmDestroyed', { realm: `${frame}|${context.id}${suffix}` })
  }

  mainRealm(frame: string) {
    return `${frame}|${this.#contexts.get(frame)?.id}`
  }

  async #find(target: Target): Promise<{ frame: string; context: Context; realm: string }> {
    const [frame = '', id] = target.realm?.split('|') ?? [target.context]
    const context =
      this.#contexts.get(frame) ??
      (await new Promise<Context>((resolve) => {
        this.#waiting.set(frame, [...(this.#waiting.get(frame) ?? []), resolve])
      }))
    if (id !== undefined && String(context.id) !== id) throw new Error('no such frame')
    const suffix = target.sandbox ? sandboxSuffix : ''
    return { frame, context, realm: target.realm ?? `${frame}|${context.id}${suffix}` }
  }

  /** Runs `script.evaluate` or `script.callFunction`. */
  async run(parameters: Json): Promise<Json> {
    const { expression, functionDeclaration, resultOwnership } = parameters
    const parts = (parameters.arguments ?? []) as BidiValue[]
    const { frame, context, realm } = await this.#find(parameters.target as Target)
    const isReference = resultOwnership === 'root' || returnsIdentity(functionDeclaration)
    const source = functionDeclaration ?? `() => (0, eval)(${JSON.stringify(expression)})`
    const { result, wasThrown } = await this.#window.inspector.send('Runtime.callFunctionOn', {
      objectId: await context.global,
      functionDeclaration: String(source),
      arguments: parts.map(toCallArgument),
      returnByValue: !isReference,
      emulateUserGesture: true,
      awaitPromise: parameters.awaitPromise !== false,
    })
    const object = result as RemoteObject
    if (wasThrown === true) {
      const text = object.description ?? String(object.value)
      return { type: 'exception', realm, exceptionDetails: { text } }
    }
    const value = isReference
      ? toReference(object, await this.#frameOf(object, frame))
      : toBidi(object.value)
    return { type: 'success', realm, result: value }
  }

  async evaluateJson(frame: string, expression: string): Promise<unknown> {
    const { context } = await this.#find({ context: frame })
    const { result } = await this.#window.inspector.send('Runtime.evaluate', {
      expression,
      contextId: context.id,
      returnByValue: true,
    })
    return (result as RemoteObject).value
  }

  /** Calls a function with an object of the page as `this`. */
  async #callOn(objectId: string, functionDeclaration: string): Promise<unknown> {
    const { result } = await this.#window.inspector.send('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration,
      returnByValue: true,
    })
    return (result as RemoteObject).value
  }

  /**
   * The frame of a window object. The object may be of another origin, so only its identity and its place among the
   * frames can be used.
   */
  async #frameOf({ className, objectId }: RemoteObject, frame: string) {
    if (objectId === undefined || className !== 'Window') return undefined
    const find = `function () {
      if (this === globalThis) return -1
      for (let index = 0; index < frames.length; index++) if (frames[index] === this) return index
      return this === parent ? -2 : -3
    }`
    const { context } = await this.#find({ context: frame })
    const { result } = await this.#window.inspector.send('Runtime.callFunctionOn', {
      objectId: await context.global,
      functionDeclaration: `(window) => (${find}).call(window)`,
      arguments: [{ objectId }],
      returnByValue: true,
    })
    const index = (result as RemoteObject).value as number
    if (index === -1) return frame
    if (index === -2) return this.#window.parentOf(frame)
    return this.#childAt(frame, index)
  }

  async #childAt(frame: string, index: number): Promise<string | undefined> {
    for (const child of this.#window.children(frame))
      if ((await this.#indexOf(child)) === index) return child
    return undefined
  }

  /** The place of a frame among the frames of its parent. */
  #indexOf(child: string) {
    return this.evaluateJson(
      child,
      '(() => { for (let index = 0; index < parent.length; index++) if (parent[index] === self) return index })()',
    )
  }

  /** The element that contains a frame. */
  async elementOf(child: string): Promise<BidiValue | undefined> {
    const parent = this.#window.parentOf(child)
    if (parent === undefined) return undefined
    const index = await this.#indexOf(child)
    const { context } = await this.#find({ context: parent })
    const { result } = await this.#window.inspector.send('Runtime.callFunctionOn', {
      objectId: await context.global,
      functionDeclaration: `(index) => {
        const search = (root) => {
          for (const element of root.querySelectorAll('*')) {
            if (element.contentWindow === frames[index]) return element
            const found = element.shadowRoot && search(element.shadowRoot)
            if (found) return found
          }
        }
        return search(document)
      }`,
      arguments: [{ value: index }],
    })
    return toReference(result as RemoteObject)
  }

  /** Stores an element of the main frame for WebDriver, and returns an expression that finds it. */
  async expose({ sharedId = '' }: BidiValue): Promise<string> {
    await this.#callOn(sharedId, 'function () { globalThis.__chosenElement = this }')
    return 'globalThis.__chosenElement'
  }

  async disown(handles: string[]) {
    for (const objectId of handles)
      await this.#window.inspector.send('Runtime.releaseObject', { objectId })
  }
}

/** Playwright reads the identity of an element with this function, without owning it. */
const returnsIdentity = (source: unknown) =>
  source === 'e => e' || source === 'e => e.contentWindow'
