import type { ResultProgress } from '../job/job.ts'
import type { GrowingFile } from './growing-file.ts'

/** Minimum time between two reports while compressing: each report renders the page while the encoder is busy. */
const reportIntervalMs = 500

/** Reports the progress of a file that is compressed and sent at the same time. */
export class ProgressReporter {
  readonly #file: GrowingFile
  readonly #report: (sentBytes: number, result: ResultProgress) => void
  readonly #startedAt = performance.now()
  #reportedAt = -Infinity
  /** Share of the source that is compressed, from 0 to 1. */
  #encoded = 0
  #sentBytes = 0

  constructor(file: GrowingFile, report: (sentBytes: number, result: ResultProgress) => void) {
    this.#file = file
    this.#report = report
  }

  setEncoded(share: number): void {
    // 1 means that the file is written to its end.
    this.#encoded = this.#file.isWritten ? 1 : Math.min(0.999, share)
    this.#reportIfDue()
  }

  setSent(bytes: number): void {
    this.#sentBytes = bytes
    this.#reportIfDue()
  }

  #reportIfDue(): void {
    const { written, isWritten, expectedSize } = this.#file
    const now = performance.now()
    if (!isWritten && now - this.#reportedAt < reportIntervalMs) return
    this.#reportedAt = now
    const encoded = this.#encoded
    // An encoder that ignores the bitrate writes more than expected.
    const projectedSize = encoded > 0 ? Math.round(written / encoded) : written
    const elapsedSeconds = (now - this.#startedAt) / 1000
    this.#report(this.#sentBytes, {
      totalBytes: isWritten ? written : Math.max(expectedSize, projectedSize),
      encoded,
      ...(encoded > 0 && { remainingEncodingSeconds: (elapsedSeconds * (1 - encoded)) / encoded }),
    })
  }
}
