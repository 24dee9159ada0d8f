import { createHash } from 'node:crypto'
import { unixSeconds, type Clock } from '../clock.ts'
import type { Records, Table } from '../storage/records.ts'
import { UploadApiError } from './errors.ts'
import type { SignedContext } from './signature.ts'

/** Stores used signatures with `oneTimeValid=1` until they expire. */
export class OneTimeSignatures {
  readonly #used: Table<{ expireTime: number }>

  constructor(records: Records, now: Clock) {
    this.#used = records.table('usedSignatures')
    for (const [digest, { expireTime }] of this.#used.entries())
      if (expireTime <= unixSeconds(now())) this.#used.delete(digest)
  }

  /**
   * Marks a one-time signature as used. Other signatures may be used repeatedly.
   *
   * @throws UploadApiError duplicateSignature if it was used before
   */
  consume(signature: string, { oneTimeValid, expireTime }: SignedContext): void {
    if (!oneTimeValid) return
    const digest = createHash('sha256').update(signature).digest('hex')
    if (this.#used.get(digest)) throw new UploadApiError('duplicateSignature')
    this.#used.set(digest, { expireTime })
  }
}
