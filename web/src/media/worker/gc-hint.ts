/** Bytes of chunks after which they are collected, unless that was done a moment ago. */
const most = 8 * 1024 * 1024

/** Bytes of one buffer, which no engine gives. Below 32 GiB, Chromium 156 looks for garbage before it refuses. */
const unobtainable = 24 * 1024 ** 3

/**
 * The wait after a collection, as a multiple of what it took: 20 ms beside the tables of ten minutes, 130 of an
 * hour.
 */
const pause = 50

/** Bytes of chunks that no wait is kept beside: large pictures come to hundreds of megabytes in one. */
const mostEver = 64 * 1024 * 1024

/**
 * Counts the bytes of chunks that were given to a codec, and has them collected in time. Chromium does not tell its
 * garbage collector what an EncodedVideoChunk holds: a page that makes nothing else keeps all of them, gigabytes
 * after gigabytes, and one that compresses kept up to 160 MB. Smaller buffers, asked for and dropped, have it begin
 * to look, which takes seconds beside codecs that need every core. To engines that count better it is nothing.
 */
export class ChunkGarbage {
  #bytes = 0
  #nextAt = 0

  add(bytes: number): void {
    this.#bytes += bytes
    const startedAt = performance.now()
    if (this.#bytes < (startedAt < this.#nextAt ? mostEver : most)) return
    this.#bytes = 0
    try {
      new ArrayBuffer(unobtainable)
    } catch {
      // As intended.
    }
    const endedAt = performance.now()
    this.#nextAt = endedAt + pause * (endedAt - startedAt)
  }
}
