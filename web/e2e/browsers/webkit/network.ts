/** Requests of a window: events, interception and the content of answers. */
import type { Json } from './inspector.ts'
import type { Emit, Window } from './window.ts'

interface Request {
  requestId: string
  frameId: string
  loaderId: string
  request: { url: string; method: string; headers: Record<string, string> }
  type?: string
  timestamp: number
  /** Navigation that the request belongs to, if it loads the main document. */
  navigation?: string
}

interface Response {
  url: string
  status: number
  statusText: string
  headers: Record<string, string>
}

/** `destination` and `initiatorType` of BiDi for the types of the inspector. */
const types: Record<string, [destination: string, initiator: string | null]> = {
  Document: ['document', null],
  StyleSheet: ['style', 'css'],
  Image: ['image', 'img'],
  Font: ['font', 'css'],
  Script: ['script', 'script'],
  XHR: ['', 'xmlhttprequest'],
  Fetch: ['', 'fetch'],
  Media: ['video', 'video'],
}

const interceptId = 'interception'

const toBidiHeaders = (headers: Record<string, string>) =>
  Object.entries(headers).map(([name, value]) => ({ name, value: { type: 'string', value } }))

const fromBidiHeaders = (headers: { name: string; value: { value: string } }[] = []) =>
  Object.fromEntries(headers.map(({ name, value }) => [name, value.value]))

export class Network {
  #window: Window
  #emit: Emit
  #requests = new Map<string, Request>()
  /** Requests that wait for the decision whether they are intercepted. */
  #undecided = new Set<string>()

  constructor(window: Window, emit: Emit) {
    this.#window = window
    this.#emit = emit
  }

  async applyInterception(target?: string) {
    const enabled = this.#window.settings.isIntercepting
    await this.#window.inspector.send('Network.setInterceptionEnabled', { enabled }, target)
    if (!enabled) return
    const parameters = { url: '.*', stage: 'request', isRegex: true }
    await this.#window.inspector.send('Network.addInterception', parameters, target)
  }

  receive(method: string, parameters: Json) {
    const requestId = parameters.requestId as string
    if (method === 'Network.requestWillBeSent') this.#start(parameters as unknown as Request)
    else if (method === 'Network.requestIntercepted') {
      this.#undecided.delete(requestId)
      const request = this.#requests.get(requestId)
      if (request) this.#emitStart(request, true)
      else this.#proceed('Network.interceptContinue', { requestId, stage: 'request' })
    } else if (method === 'Network.responseReceived')
      this.#respond(requestId, parameters.response as Response)
    else if (method === 'Network.loadingFinished') this.#finish(requestId)
    else if (method === 'Network.loadingFailed') this.#fail(requestId, parameters)
  }

  #proceed(method: string, parameters: Json) {
    // The page may have gone.
    this.#window.inspector.send(method, parameters).catch(() => undefined)
  }

  #start(request: Request) {
    if (/^(data|blob|about):/.test(request.request.url)) return
    if (request.type === 'Document' && this.#window.contextOf(request.frameId) === this.#window.id)
      request.navigation = this.#window.currentNavigation()
    this.#requests.set(request.requestId, request)
    if (this.#window.settings.isIntercepting) this.#undecided.add(request.requestId)
    else this.#emitStart(request, false)
  }

  #describe(request: Request) {
    const { url, method, headers } = request.request
    const [destination, initiatorType] = types[request.type ?? ''] ?? ['', null]
    const requestTime = request.timestamp * 1000
    return {
      context: this.#window.contextOf(request.frameId) ?? this.#window.id,
      navigation: request.navigation ?? null,
      redirectCount: 0,
      timestamp: Date.now(),
      request: {
        request: request.requestId,
        url,
        method,
        headers: toBidiHeaders(headers),
        cookies: [],
        headersSize: 0,
        bodySize: 0,
        destination,
        initiatorType,
        timings: { requestTime, requestStart: requestTime },
      },
    }
  }

  #emitStart(request: Request, isIntercepted: boolean) {
    this.#emit('network.beforeRequestSent', {
      ...this.#describe(request),
      isBlocked: isIntercepted,
      ...(isIntercepted && { intercepts: [interceptId] }),
      initiator: { type: request.type === 'Document' ? 'other' : 'script' },
    })
  }

  /** Reports a request that was not intercepted, for example because it was in the cache. */
  #decide(requestId: string) {
    const request = this.#requests.get(requestId)
    if (this.#undecided.delete(requestId) && request) this.#emitStart(request, false)
    return request
  }

  #responses = new Map<string, Json>()

  #respond(requestId: string, { url, status, statusText, headers }: Response) {
    const request = this.#decide(requestId)
    if (!request) return
    const event = {
      ...this.#describe(request),
      isBlocked: false,
      response: {
        url,
        status,
        statusText,
        protocol: 'http/1.1',
        headers: toBidiHeaders(headers),
        headersSize: 0,
        bodySize: 0,
        fromCache: false,
        mimeType: '',
      },
    }
    this.#responses.set(requestId, event)
    this.#emit('network.responseStarted', event)
  }

  #finish(requestId: string) {
    const event = this.#responses.get(requestId)
    this.#requests.delete(requestId)
    this.#responses.delete(requestId)
    if (event) this.#emit('network.responseCompleted', event)
  }

  #fail(requestId: string, { errorText, canceled }: Json) {
    const request = this.#decide(requestId)
    this.#requests.delete(requestId)
    this.#responses.delete(requestId)
    if (!request) return
    // Another process loads the document instead.
    if (request.type === 'Document' && canceled === true) return
    this.#emit('network.fetchError', { ...this.#describe(request), isBlocked: false, errorText })
    const isMain = this.#window.contextOf(request.frameId) === this.#window.id
    if (request.type === 'Document' && isMain) this.#window.failNavigation(String(errorText))
  }

  /** Runs a command that ends the interception of a request. */
  async answer(method: string, parameters: Json): Promise<Json> {
    const requestId = parameters.request as string
    if (method === 'network.failRequest')
      await this.#window.inspector.send('Network.interceptRequestWithError', {
        requestId,
        errorType: 'General',
      })
    else if (method === 'network.provideResponse') {
      const headers = fromBidiHeaders(parameters.headers as never)
      const body = parameters.body as { value: string } | undefined
      await this.#window.inspector.send('Network.interceptRequestWithResponse', {
        requestId,
        content: body?.value ?? '',
        base64Encoded: true,
        mimeType: headers['content-type']?.split(';')[0] ?? 'text/plain',
        status: parameters.statusCode ?? 200,
        statusText: parameters.reasonPhrase ?? '',
        headers,
      })
    } else {
      const body = parameters.body as { value: string } | undefined
      const isChanged = parameters.url !== undefined || parameters.method !== undefined || body
      await this.#window.inspector.send(
        isChanged ? 'Network.interceptWithRequest' : 'Network.interceptContinue',
        isChanged
          ? {
              requestId,
              url: parameters.url,
              method: parameters.method,
              headers: fromBidiHeaders(parameters.headers as never),
              postData: body?.value,
            }
          : { requestId, stage: 'request' },
      )
    }
    return {}
  }

  async getData(requestId: string): Promise<Json> {
    const { body, base64Encoded } = await this.#window.inspector.send('Network.getResponseBody', {
      requestId,
    })
    return { bytes: { type: base64Encoded === true ? 'base64' : 'string', value: body } }
  }
}
