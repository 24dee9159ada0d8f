import type { Records, Table } from '../storage/records.ts'

/** The settings of ModifyEventConfig. */
export interface EventConfig {
  Mode: 'PUSH' | 'PULL'
  /** '' = no callbacks. */
  NotificationUrl: string
  UploadMediaCompleteEventSwitch: 'ON' | 'OFF'
  DeleteMediaCompleteEventSwitch: 'ON' | 'OFF'
  PersistenceCompleteEventSwitch: 'ON' | 'OFF'
  /** '' = callbacks have no signature. */
  SignKey: string
}

/** VOD's defaults, except UploadMediaCompleteEventSwitch, which is OFF at VOD. Here upload events are sent by default. */
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
