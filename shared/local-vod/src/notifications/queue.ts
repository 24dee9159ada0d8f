import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import type { Clock } from '../clock.ts'
import type { Records, Table } from '../storage/records.ts'
import type { VodEvent } from './event.ts'

/** Maximum number of events in one response (PullEvents, product/266/33433). */
const maxEvents = 16
/** A pulled event that is not confirmed in this time is delivered again, ms. */
const confirmationMs = 30_000
/** An event that is not confirmed is deleted after this time, ms. */
const retentionMs = 4 * 24 * 60 * 60 * 1000
/** A pull request waits this long for an event, ms. */
const longPollMs = 5000

interface QueuedEvent {
  event: VodEvent
  /** Milliseconds since 1970. */
  createdAt: number
  /** Time of the last delivery, milliseconds since 1970; 0 = never. */
  pulledAt: number
}

/** The events of PULL mode, by handle. */
export class EventQueue {
  readonly #table: Table<QueuedEvent>
  readonly #arrivals = new EventEmitter()
  readonly #closing: AbortSignal
  readonly #now: Clock

  constructor(records: Records, closing: AbortSignal, now: Clock) {
    this.#table = records.table('events')
    this.#closing = closing
    this.#now = now
  }

  add(event: VodEvent): void {
    this.#table.set(randomUUID(), { event, createdAt: this.#now(), pulledAt: 0 })
    this.#arrivals.emit('event')
  }

  /** Delivers waiting events. If there are none, waits up to five seconds for the next. */
  async pull(): Promise<object[]> {
    const events = this.#take()
    if (events.length) return events
    const signal = AbortSignal.any([this.#closing, AbortSignal.timeout(longPollMs)])
    await once(this.#arrivals, 'event', { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
    return this.#take()
  }

  /** Removes confirmed events. Returns false and removes none if a handle is unknown or was pulled too long ago. */
  confirm(handles: string[]): boolean {
    const areAllPending = handles.every((handle) => {
      const queued = this.#table.get(handle)
      return queued && this.#isUnconfirmed(queued)
    })
    if (areAllPending) for (const handle of handles) this.#table.delete(handle)
    return areAllPending
  }

  #take(): object[] {
    const now = this.#now()
    for (const [handle, { createdAt }] of this.#table.entries())
      if (now - createdAt > retentionMs) this.#table.delete(handle)
    const waiting = this.#table.entries().filter(([, queued]) => !this.#isUnconfirmed(queued))
    return waiting.slice(0, maxEvents).map(([EventHandle, queued]) => {
      this.#table.set(EventHandle, { ...queued, pulledAt: now })
      return { EventHandle, ...queued.event }
    })
  }

  #isUnconfirmed({ pulledAt }: QueuedEvent): boolean {
    return pulledAt > 0 && this.#now() - pulledAt <= confirmationMs
  }
}
