/** A signed-in person. `permissions` decides what they may do. */
export interface Creator {
  creatorId: string
  name: string
  permissions: 'video:upload'[]
}
