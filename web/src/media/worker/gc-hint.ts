/** Bytes of chunks after which a garbage collection is requested, unless one was requested recently. */
const maxBytes = 8 * 1024 * 1024

/**
 * Bytes of an allocation that every engine rejects. Below 32 GiB, Chromium 156 collects garbage before it rejects it.
 */
const impossibleSize = 24 * 1024 ** 3

/**
 * Pause between two requests, as a multiple of the duration of the last request. A request takes 20 ms with the
 * tables of a video of ten minutes in memory, and 130 ms with those of an hour.
 */
const pauseFactor = 50

/** Bytes of chunks after which a garbage collection is requested even during the pause. */
const maxBytesInPause = 64 * 1024 * 1024

/**
 * Makes Chromium collect garbage while it decodes. Chromium does not report the size of an EncodedVideoChunk to its
 * garbage collector, so discarded chunks stay in memory: up to 160 MB during a compression. Other engines do not need
 * this hint, and it has no effect there.
 */
export class GcHint {
  /** Bytes since the last request. */
  #bytes = 0
  /** End of the pause, by `performance.now()`. */
  #nextAt = 0

  /** Counts the bytes of a chunk that was passed to a codec, and requests a garbage collection if it is due. */
  add(bytes: number): void {
    this.#bytes += bytes
    const startedAt = performance.now()
    if (this.#bytes < (startedAt < this.#nextAt ? maxBytesInPause : maxBytes)) return
    this.#bytes = 0
    try {
      new ArrayBuffer(impossibleSize)
    } catch {
      // Intended: the allocation must fail.
    }
    const endedAt = performance.now()
    this.#nextAt = endedAt + pauseFactor * (endedAt - startedAt)
  }
}
