import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import type { Clock } from '../clock.ts'
import type { Records, Table } from '../storage/records.ts'
import type { VodEvent } from './event.ts'

/** At most this many events in one answer (PullEvents, product/266/33433). */
const mostEvents = 16
/** A pulled event that is not confirmed in this time is handed out again, ms. */
const confirmationTime = 30_000
/** An event that is not pulled is kept this long, ms. */
const retention = 4 * 24 * 60 * 60 * 1000
/** A request waits this long for an event, ms. */
const longPoll = 5000

interface QueuedEvent {
  event: VodEvent
  /** Milliseconds since 1970. */
  createdAt: number
  /** When it was last handed out; 0 = never. */
  pulledAt: number
}

/** Events of the PULL mode, by handle. */
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

  /** Hands out waiting events; waits a while for one when there is none. */
  async pull(): Promise<object[]> {
    const events = this.#take()
    if (events.length) return events
    const signal = AbortSignal.any([this.#closing, AbortSignal.timeout(longPoll)])
    await once(this.#arrivals, 'event', { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
    return this.#take()
  }

  /** Takes confirmed events out. Answers false, and takes none, if one is unknown or was pulled too long ago. */
  confirm(handles: string[]): boolean {
    const areAwaited = handles.every((handle) => {
      const queued = this.#table.get(handle)
      return queued && this.#isOut(queued)
    })
    if (areAwaited) for (const handle of handles) this.#table.delete(handle)
    return areAwaited
  }

  #take(): object[] {
    const now = this.#now()
    for (const [handle, { createdAt }] of this.#table.entries())
      if (now - createdAt > retention) this.#table.delete(handle)
    const waiting = this.#table.entries().filter(([, queued]) => !this.#isOut(queued))
    return waiting.slice(0, mostEvents).map(([EventHandle, queued]) => {
      this.#table.set(EventHandle, { ...queued, pulledAt: now })
      return { EventHandle, ...queued.event }
    })
  }

  #isOut({ pulledAt }: QueuedEvent): boolean {
    return pulledAt > 0 && this.#now() - pulledAt <= confirmationTime
  }
}
