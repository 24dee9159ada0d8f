/** Event types of the region, with the switch that must be ON. `undefined` means that the event is always sent. */
export const switches = {
  NewFileUpload: 'UploadMediaCompleteEventSwitch',
  FileDeleted: 'DeleteMediaCompleteEventSwitch',
  ProcedureStateChanged: undefined,
  ReviewAudioVideoComplete: undefined,
} as const

export type EventType = keyof typeof switches

/** The body of an event: its type, and one member named after the type, e.g. `FileUploadEvent`. */
export interface VodEvent {
  EventType: EventType
  [content: string]: unknown
}
