import type { Session } from '@reelferry/contract'
import type { Config } from '../config.ts'
import type { LimitClaims } from './limit-claims.ts'

/** Limits of one creator. 0 means no limit, except for `maxFileBytes`. */
export interface Limits {
  /** Size of one file, bytes. */
  maxFileBytes: number
  /** Uploads opened within 24 hours. */
  uploadsPerDay: number
  /** Uploads of a day that are unfinished at the same time. */
  concurrentUploads: number
}

/** A signed-in person. */
export interface Creator {
  creatorId: string
  name: string
  permissions: 'video:upload'[]
  limits: Limits
}

/** A creator as the API answers it. */
export const serializeCreator = ({
  creatorId,
  name,
  permissions,
}: Creator): Session['creator'] => ({ creatorId, name, permissions })

/** The limits of the studio, overridden by those of the creator. */
export function limitsOf(config: Config, overrides: LimitClaims = {}): Limits {
  return {
    maxFileBytes: config.MAX_FILE_BYTES,
    uploadsPerDay: config.UPLOADS_PER_DAY,
    concurrentUploads: config.CONCURRENT_UPLOADS,
    ...overrides,
  }
}

/** A creator authenticated by a token, and when the token expires, unix seconds. */
export interface Authentication {
  creator: Creator
  expiresAt: number
}
