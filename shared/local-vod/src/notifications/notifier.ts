import { switches, type EventType, type VodEvent } from './event.ts'
import type { EventSettings } from './event-config.ts'
import type { EventQueue } from './queue.ts'

/** Tells the account's owner what happened, by push or by pull but never by both. */
export class Notifier {
  readonly #settings: EventSettings
  readonly #queue: EventQueue
  readonly #push: (event: VodEvent) => void

  constructor(settings: EventSettings, queue: EventQueue, push: (event: VodEvent) => void) {
    this.#settings = settings
    this.#queue = queue
    this.#push = push
  }

  /** `content` is the member that carries the event, e.g. `{ FileUploadEvent }`. */
  notify(EventType: EventType, content: Record<string, unknown>): void {
    const config = this.#settings.get()
    const needed = switches[EventType]
    if (needed && config[needed] === 'OFF') return
    const event: VodEvent = { EventType, ...content }
    if (config.Mode === 'PULL') this.#queue.add(event)
    else this.#push(event)
  }
}
