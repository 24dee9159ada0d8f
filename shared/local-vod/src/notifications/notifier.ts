import { switches, type EventType, type VodEvent } from './event.ts'
import type { EventSettings } from './event-config.ts'
import type { EventQueue } from './queue.ts'

/** Sends events to the account's owner, either by push or by pull, as configured. */
export class Notifier {
  readonly #settings: EventSettings
  readonly #queue: EventQueue
  readonly #push: (event: VodEvent) => void

  constructor(settings: EventSettings, queue: EventQueue, push: (event: VodEvent) => void) {
    this.#settings = settings
    this.#queue = queue
    this.#push = push
  }

  /** Sends an event. `content` is its member, e.g. `{ FileUploadEvent }`. */
  notify(EventType: EventType, content: Record<string, unknown>): void {
    const config = this.#settings.get()
    const switchName = switches[EventType]
    if (switchName && config[switchName] === 'OFF') return
    const event: VodEvent = { EventType, ...content }
    if (config.Mode === 'PULL') this.#queue.add(event)
    else this.#push(event)
  }
}
