import type { Creator } from './creator.ts'

/** The one creator of a studio that runs on the developer's own machine. */
export const localCreator: Creator = {
  creatorId: 'local',
  name: 'Local creator',
  permissions: ['video:upload'],
}
