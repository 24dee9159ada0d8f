/** Kinds of event the region produces, and the switch each needs to be told. */
export const switches = {
  NewFileUpload: 'UploadMediaCompleteEventSwitch',
  FileDeleted: 'DeleteMediaCompleteEventSwitch',
  ProcedureStateChanged: undefined,
} as const

export type EventType = keyof typeof switches

/** An event's body: its type, and one member named after the kind, e.g. `FileUploadEvent`. */
export interface VodEvent {
  EventType: EventType
  [content: string]: unknown
}
