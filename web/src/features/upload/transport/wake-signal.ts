/** Ends the waits before retries early, because the creator wants to retry now. */
export class WakeSignal {
  #woken = Promise.withResolvers<void>()

  /** Resolves at the next wake-up. */
  get woken(): Promise<void> {
    return this.#woken.promise
  }

  wake(): void {
    this.#woken.resolve()
    this.#woken = Promise.withResolvers()
  }
}
