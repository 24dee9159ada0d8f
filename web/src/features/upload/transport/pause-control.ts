import { CanceledError } from './transfer.ts'
import { WakeSignal } from './wake-signal.ts'

/** Ends a running step because the creator paused the upload. */
export class PausedError extends Error {
  override name = 'PausedError'
}

/** Lets a creator pause, resume and cancel the steps of one upload. */
export class PauseControl {
  readonly #wakeSignal: WakeSignal
  #isPaused = false
  #isCanceled = false
  /** Resolved and replaced when the upload is paused, resumed or canceled. */
  #changed = Promise.withResolvers<void>()

  constructor(wakeSignal = new WakeSignal()) {
    this.#wakeSignal = wakeSignal
  }

  get isRunning(): boolean {
    return !this.#isPaused && !this.#isCanceled
  }

  pause(): void {
    this.#isPaused = true
    this.#change()
  }

  resume(): void {
    this.#isPaused = false
    this.#change()
  }

  cancel(): void {
    this.#isCanceled = true
    this.#change()
  }

  /**
   * Resolves when the upload is not paused.
   * @throws {CanceledError}
   */
  async whenRunning(): Promise<void> {
    for (;;) {
      this.throwIfCanceled()
      if (!this.#isPaused) return
      await this.#changed.promise
    }
  }

  /**
   * Settles like `work`, but rejects as soon as the upload is paused or canceled. The SDK's promises do not reject
   * then.
   * @throws {PausedError}
   * @throws {CanceledError}
   */
  async race<T>(work: Promise<T>): Promise<T> {
    for (;;) {
      const finished = await Promise.race([
        work.then((value) => ({ value })),
        this.#changed.promise,
      ])
      if (finished) return finished.value
      this.throwIfStopped()
    }
  }

  /**
   * Waits before a retry: `ms` milliseconds, or without limit if the browser reports that the device is offline. Ends
   * early when the device comes online, when the creator wants to retry now, and when the upload is paused, resumed or
   * canceled.
   */
  async wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const end = () => resolve()
    const timer = navigator.onLine ? setTimeout(end, ms) : undefined
    window.addEventListener('online', end)
    await Promise.race([promise, this.#changed.promise, this.#wakeSignal.woken])
    window.removeEventListener('online', end)
    clearTimeout(timer)
  }

  throwIfStopped(): void {
    this.throwIfCanceled()
    if (this.#isPaused) throw new PausedError()
  }

  throwIfCanceled(): void {
    if (this.#isCanceled) throw new CanceledError()
  }

  #change(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}
