import { createHash } from 'node:crypto'
import { unixSeconds, type Clock } from '../clock.ts'
import type { Records, Table } from '../storage/records.ts'
import { UploadApiError } from './errors.ts'
import type { SignedContext } from './signature.ts'

/** Remembers signatures with `oneTimeValid=1` until they expire by themselves. */
export class OneTimeSignatures {
  readonly #used: Table<{ expireTime: number }>

  constructor(records: Records, now: Clock) {
    this.#used = records.table('usedSignatures')
    for (const [digest, { expireTime }] of this.#used.entries())
      if (expireTime <= unixSeconds(now())) this.#used.delete(digest)
  }

  /** Uses up a one-time signature; throws duplicateSignature the second time. Others pass as often as they like. */
  consume(signature: string, { oneTimeValid, expireTime }: SignedContext): void {
    if (!oneTimeValid) return
    const digest = createHash('sha256').update(signature).digest('hex')
    if (this.#used.get(digest)) throw new UploadApiError('duplicateSignature')
    this.#used.set(digest, { expireTime })
  }
}
