/**
 * Simulates KV in production, which Miniflare does not: a location caches hits and misses for up to a minute, a key
 * accepts one write per second, and lists lag. `advance` moves the time, in ms.
 */
export class ProductionKV {
  readonly operations = { reads: 0, writes: 0, lists: 0 }
  #world = {
    now: 0,
    stored: new Map<string, { value: string; metadata: unknown; writtenAt: number }>(),
  }
  #cache = new Map<string, { value: string | null; until: number }>()

  advance(ms: number) {
    this.#world.now += ms
  }

  /** The same KV and its time in another location, which has a cache of its own. */
  inOtherLocation(): ProductionKV {
    const other = new ProductionKV()
    other.#world = this.#world
    return other
  }

  /** The same KV for a new isolate: the caches of an isolate belong to its binding. */
  ofNewIsolate() {
    return {
      get: this.get.bind(this),
      getWithMetadata: this.getWithMetadata.bind(this),
      put: this.put.bind(this),
      delete: this.delete.bind(this),
      list: this.list.bind(this),
    }
  }

  #read(key: string, cacheTtl: number): string | null {
    const cached = this.#cache.get(key)
    if (cached && cached.until > this.#world.now) return cached.value
    const value = this.#world.stored.get(key)?.value ?? null
    this.#cache.set(key, { value, until: this.#world.now + cacheTtl * 1000 })
    return value
  }

  async get(
    keys: string | string[],
    options: { type?: 'json'; cacheTtl?: number } = {},
  ): Promise<unknown> {
    const { type, cacheTtl = 60 } = options
    if (cacheTtl < 30) throw new Error('KV GET failed: 400 Invalid cache_ttl')
    const parse = (value: string | null) => (type && value !== null ? JSON.parse(value) : value)
    if (typeof keys === 'string') {
      this.operations.reads++
      return parse(this.#read(keys, cacheTtl))
    }
    if (keys.length > 100) throw new Error('KV GET_BULK failed: 400')
    this.operations.reads += keys.length
    return new Map(keys.map((key) => [key, parse(this.#read(key, cacheTtl))]))
  }

  /** As a stream. The cache is that of {@link get}, so the metadata is as old as the value. */
  async getWithMetadata(key: string) {
    const value = await this.get(key)
    if (value === null) return { value: null, metadata: null }
    return {
      value: new Response(String(value)).body,
      metadata: this.#world.stored.get(key)?.metadata ?? null,
    }
  }

  async put(key: string, value: string, { metadata }: { metadata?: unknown } = {}): Promise<void> {
    const before = this.#world.stored.get(key)
    if (before && this.#world.now - before.writtenAt < 1000) {
      // The writer waits before its retry, so that the time advances.
      this.advance(500)
      throw new Error('KV PUT failed: 429 Too Many Requests')
    }
    this.operations.writes++
    this.#world.stored.set(key, { value, metadata, writtenAt: this.#world.now })
  }

  async delete(key: string): Promise<void> {
    this.#world.stored.delete(key)
  }

  async list({ prefix, limit = 1000 }: { prefix: string; limit?: number }) {
    this.operations.lists++
    const keys = [...this.#world.stored.entries()]
      .filter(
        ([name, { writtenAt }]) => name.startsWith(prefix) && this.#world.now - writtenAt > 60_000,
      )
      .map(([name]) => ({ name }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    return { keys: keys.slice(0, limit), list_complete: keys.length <= limit, cursor: undefined }
  }
}
