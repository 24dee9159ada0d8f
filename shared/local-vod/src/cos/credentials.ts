import { randomBytes } from 'node:crypto'
import { unixSeconds, type Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { Records, Table } from '../storage/records.ts'

/** A temporary credential for COS, limited in time and to a few objects. */
export interface Credential {
  secretId: string
  secretKey: string
  token: string
  /** Unix seconds. */
  expiredTime: number
  /** Object keys that it allows to write. */
  keys: string[]
}

/** Issues and finds temporary credentials. */
export class Credentials {
  readonly #table: Table<Credential>
  readonly #faults: Faults
  readonly #now: Clock

  constructor(records: Records, faults: Faults, now: Clock) {
    this.#table = records.table('credentials')
    this.#faults = faults
    this.#now = now
    for (const { secretId, expiredTime } of this.#table.values())
      if (expiredTime <= unixSeconds(now())) this.#table.delete(secretId)
  }

  issue(keys: string[]): Credential {
    const credential = {
      secretId: `AKID${randomBytes(24).toString('base64url')}`,
      secretKey: randomBytes(24).toString('base64url'),
      token: randomBytes(48).toString('base64url'),
      expiredTime: unixSeconds(this.#now()) + this.#faults.credentialsTtlSeconds,
      keys,
    }
    this.#table.set(credential.secretId, credential)
    return credential
  }

  find(secretId: string): Credential | undefined {
    return this.#table.get(secretId)
  }
}
