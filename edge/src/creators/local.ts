import type { Config } from '../config.ts'
import { type Creator, limitsOf } from './creator.ts'

/** The only creator of the local mode. */
export const localCreator = (config: Config): Creator => ({
  creatorId: 'local',
  name: 'Demo creator',
  permissions: ['video:upload'],
  limits: limitsOf(config),
})
