/**
 * A cache in memory whose entries expire. When it has more than `maxEntries`, it removes the oldest entry.
 * Times are unix ms.
 */
export class TtlCache<Key, Value> {
  readonly #maxEntries: number
  readonly #entries = new Map<Key, { value: Value; expiresAt: number }>()

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries
  }

  get(key: Key, now: number): Value | undefined {
    const entry = this.#entries.get(key)
    return entry && entry.expiresAt > now ? entry.value : undefined
  }

  set(key: Key, value: Value, expiresAt: number): void {
    this.#entries.delete(key)
    this.#entries.set(key, { value, expiresAt })
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > this.#maxEntries && oldest !== undefined) this.#entries.delete(oldest)
  }

  delete(key: Key): void {
    this.#entries.delete(key)
  }
}
