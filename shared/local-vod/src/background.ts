/** Runs work that continues after a response was sent. Errors are logged; `close` waits until all work has ended. */
export class Background {
  readonly #running = new Set<Promise<void>>()
  readonly #closing = new AbortController()

  /** Aborted when the region closes. */
  get signal(): AbortSignal {
    return this.#closing.signal
  }

  /** Starts work, unless the region is closing. */
  run(work: () => Promise<void>): void {
    if (this.signal.aborted) return
    const running = work()
      .catch((error: unknown) => console.error('local VOD region:', error))
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** Aborts {@link signal} and resolves when all work has ended. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all(this.#running)
  }
}
