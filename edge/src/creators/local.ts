import type { Config } from '../config.ts'
import { type Creator, limitsOf } from './creator.ts'

/** The one creator of a studio that runs on the developer's own machine. */
export const localCreator = (config: Config): Creator => ({
  creatorId: 'local',
  name: 'Local creator',
  permissions: ['video:upload'],
  limits: limitsOf(config),
})
