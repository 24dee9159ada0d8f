/**
 * What an isolate remembers for a while instead of asking again: at most `most` entries, of which the oldest
 * go first. Times are unix ms.
 */
export class ShortMemory<Key, Value> {
  readonly #most: number
  readonly #entries = new Map<Key, { value: Value; until: number }>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: Key, now: number): Value | undefined {
    const entry = this.#entries.get(key)
    return entry && entry.until > now ? entry.value : undefined
  }

  set(key: Key, value: Value, until: number): void {
    this.#entries.delete(key)
    this.#entries.set(key, { value, until })
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > this.#most && oldest !== undefined) this.#entries.delete(oldest)
  }

  delete(key: Key): void {
    this.#entries.delete(key)
  }
}
