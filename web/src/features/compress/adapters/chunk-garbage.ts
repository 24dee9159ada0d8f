/** Bytes of chunks that may wait to be collected. */
const most = 16 * 1024 * 1024

/** Bytes asked for, and never touched, so that they take no memory: what V8 takes for pressure. */
const pressure = 128 * 1024 * 1024

/**
 * Counts the bytes of chunks that were given to a codec, and has them collected in time. Chromium 156 does not tell
 * its garbage collector what an EncodedVideoChunk holds: a page that makes nothing else keeps all of them, gigabytes
 * after gigabytes, and one that compresses kept up to 160 MB. A large buffer that is asked for and dropped has it
 * look for garbage, chunks included; to engines that count better it is nothing.
 */
export class ChunkGarbage {
  #bytes = 0

  add(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes < most) return
    this.#bytes = 0
    try {
      new ArrayBuffer(pressure)
    } catch {
      // Where there is no room for it, pressure is felt already.
    }
  }
}
