import { request as send, type ClientRequest } from 'node:http'

/**
 * The members of XMLHttpRequest that vod-js-sdk-v6 uses, implemented with node:http. happy-dom's XMLHttpRequest sends bodies in
 * chunks, without the Content-Length that browsers send and that the SDK signs.
 */
export class NodeXhr {
  readonly upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {}
  responseType = ''
  response: string | null = null
  responseText = ''
  responseURL = ''
  status = 0
  statusText = ''
  timeout = 0
  readyState = 0
  withCredentials = false
  onload: (() => void) | null = null
  onloadend: (() => void) | null = null
  onerror: (() => void) | null = null
  onabort: (() => void) | null = null
  ontimeout: (() => void) | null = null

  #method = 'GET'
  #url = ''
  #headers: Record<string, string> = {}
  #responseHeaders: Record<string, string> = {}
  #request: ClientRequest | undefined

  open(method: string, url: string): void {
    this.#method = method
    this.#url = url
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers[name] = value
  }

  getAllResponseHeaders(): string {
    return Object.entries(this.#responseHeaders)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')
  }

  abort(): void {
    this.onabort?.()
    this.onabort = this.onerror = null
    this.#request?.destroy()
  }

  send(body: Blob | string | null): void {
    void this.#send(body)
  }

  async #send(body: Blob | string | null): Promise<void> {
    const bytes =
      typeof body === 'object' && body
        ? Buffer.from(await body.arrayBuffer())
        : Buffer.from(body ?? '')
    const headers = { ...this.#headers, 'Content-Length': String(bytes.length) }
    this.#request = send(this.#url, { method: this.#method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        this.status = response.statusCode ?? 0
        this.statusText = response.statusMessage ?? ''
        this.responseText = Buffer.concat(chunks).toString('utf8')
        this.response = this.responseText
        for (const [name, value] of Object.entries(response.headers))
          this.#responseHeaders[name] = String(value)
        this.upload.onprogress?.({ loaded: bytes.length, total: bytes.length })
        this.onload?.()
        this.onloadend?.()
      })
    })
    this.#request.on('error', () => this.onerror?.())
    this.#request.end(bytes)
  }
}
