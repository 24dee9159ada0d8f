import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { Records, Table } from '../storage/records.ts'
import type { SignedContext } from './signature.ts'

/** An object of an upload session. */
export interface AppliedObject {
  /** File name without extension. */
  name: string
  /** Extension without dot. */
  type: string
  /** Bytes. */
  size: number
  /** Object key, no leading slash. */
  key: string
}

/** An upload session: it is opened by an apply call and closed by a commit. */
export interface UploadSession {
  vodSessionKey: string
  /** Milliseconds since 1970. */
  createdAt: number
  /** COS region short name, e.g. `ap-guangzhou`. */
  region: string
  /** Absent if the session only replaces the cover of a published video. */
  video?: AppliedObject
  cover?: AppliedObject
  /** FileId of the video whose cover is replaced. */
  coverOf?: string
  /** Parameters of the signature that opened the session. Later signatures do not replace them. */
  context: SignedContext
  /** Set by the commit. */
  fileId?: string
}

/** The upload sessions. */
export class UploadSessions {
  readonly #table: Table<UploadSession>
  readonly #faults: Faults
  readonly #now: Clock

  constructor(records: Records, faults: Faults, now: Clock) {
    this.#table = records.table('sessions')
    this.#faults = faults
    this.#now = now
    for (const session of this.#table.values())
      if (!this.#isValid(session)) this.#table.delete(session.vodSessionKey)
  }

  open(
    upload: Pick<UploadSession, 'region' | 'video' | 'cover' | 'coverOf' | 'context'>,
  ): UploadSession {
    const session: UploadSession = {
      ...upload,
      vodSessionKey: randomBytes(48).toString('base64url'),
      createdAt: this.#now(),
    }
    this.#table.set(session.vodSessionKey, session)
    return session
  }

  /** Finds a session; `undefined` if it does not exist or has expired. */
  find(vodSessionKey: string): UploadSession | undefined {
    const session = this.#table.get(vodSessionKey)
    return session && this.#isValid(session) ? session : undefined
  }

  commit(session: UploadSession, fileId: string): void {
    this.#table.set(session.vodSessionKey, { ...session, fileId })
  }

  #isValid(session: UploadSession): boolean {
    return this.#now() - session.createdAt < this.#faults.sessionTtlSeconds * 1000
  }
}
