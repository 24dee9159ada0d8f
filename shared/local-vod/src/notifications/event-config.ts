import type { Records, Table } from '../storage/records.ts'

/** What ModifyEventConfig sets. */
export interface EventConfig {
  Mode: 'PUSH' | 'PULL'
  /** '' = nowhere. */
  NotificationUrl: string
  UploadMediaCompleteEventSwitch: 'ON' | 'OFF'
  DeleteMediaCompleteEventSwitch: 'ON' | 'OFF'
  PersistenceCompleteEventSwitch: 'ON' | 'OFF'
  /** '' = callbacks are not signed. */
  SignKey: string
}

/** As at VOD, but for UploadMediaCompleteEventSwitch, which is OFF there until it is switched on: here uploads are heard of at once. */
const defaults: EventConfig = {
  Mode: 'PUSH',
  NotificationUrl: '',
  UploadMediaCompleteEventSwitch: 'ON',
  DeleteMediaCompleteEventSwitch: 'OFF',
  PersistenceCompleteEventSwitch: 'OFF',
  SignKey: '',
}

/** The account's event configuration. */
export class EventSettings {
  readonly #table: Table<EventConfig>

  constructor(records: Records) {
    this.#table = records.table('eventConfig')
  }

  get(): EventConfig {
    return this.#table.get('current') ?? defaults
  }

  change(change: Partial<EventConfig>): void {
    this.#table.set('current', { ...this.get(), ...change })
  }
}
