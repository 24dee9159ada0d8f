import type { Config } from '../config.ts'
import type { LimitClaims } from './limit-claims.ts'

/** How much one creator may upload; 0 for as often as they like. */
export interface Limits {
  /** Bytes of one file. */
  maxFileBytes: number
  /** Uploads opened in 24 hours. */
  uploadsPerDay: number
  /** Uploads of a day that are unfinished at the same time. */
  concurrentUploads: number
}

/** A signed-in person. `permissions` decides what they may do, `limits` how much of it. */
export interface Creator {
  creatorId: string
  name: string
  permissions: 'video:upload'[]
  limits: Limits
}

/** The studio's limits, but for those of the creator's own. */
export function limitsOf(config: Config, own: LimitClaims = {}): Limits {
  return {
    maxFileBytes: config.MAX_FILE_BYTES,
    uploadsPerDay: config.UPLOADS_PER_DAY,
    concurrentUploads: config.CONCURRENT_UPLOADS,
    ...own,
  }
}

/** A creator who was recognised by a token, and until when that is good, in unix seconds. */
export interface Recognised {
  creator: Creator
  expiresAt: number
}
