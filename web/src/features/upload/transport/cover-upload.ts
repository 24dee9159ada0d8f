import { maxRetries, toFailure } from './classify-failure.ts'
import { wholeFile } from './growing-file.ts'
import type { MultipartObject } from './multipart-object.ts'
import { PartSender } from './part-sender.ts'
import { PausedError } from './pause-control.ts'
import { CanceledError } from './transfer.ts'

/** Stores a cover. An interrupted cover is sent again from its first byte, because it is small. */
export function storeCover(
  file: File,
  object: MultipartObject,
  signal: AbortSignal,
): Promise<void> {
  const sender = new PartSender(wholeFile(file), {
    progress: () => undefined,
    layoutChanged: () => undefined,
    assertNotCommitted: async () => undefined,
  })
  return sender.send(object, signal)
}

/**
 * Classifies the error of a cover that was not stored. `connection`: the creator stopped the upload or the network
 * failed, so the cover is not the cause. `temporary`: COS may accept the same cover later.
 */
export function causeOfCoverError(error: unknown): 'connection' | 'temporary' | 'permanent' {
  if (error instanceof PausedError || error instanceof CanceledError) return 'connection'
  const failure = toFailure(error)
  // COS's own errors have a detail.
  if (failure.code === 'network-lost' && failure.detail === undefined) return 'connection'
  return maxRetries(failure) > 0 ? 'temporary' : 'permanent'
}
