/** Bytes that are read at once. */
const chunkSize = 4 * 1024 * 1024

const syncByte = 0x47

/**
 * Sizes of a packet: alone (ISO/IEC 13818-1, 2.4.3.2), after a timestamp of 4 bytes (Blu-ray, AVCHD), or followed by
 * 16 bytes of error correction (DVB).
 */
const packetSizes = [188, 192, 204]

/** Ticks per second of the clock of an MPEG transport stream. */
const clockRate = 90_000

/** Seconds by which the timestamps of a stream may go back, or forward, from one frame to the next. */
const tolerance = { back: 0.5, forward: 10 }

/**
 * Whether the decoding timestamps of a stream of an MPEG transport stream jump. The clock has 33 bits and wraps after
 * 26.5 hours; a broadcast or a camera may start anywhere in that time.
 */
export async function hasTransportJump(file: Blob): Promise<boolean> {
  const latest = new Map<number, number>()
  const isJump = (stream: number, time: number) => {
    const before = latest.get(stream)
    latest.set(stream, time)
    if (before === undefined) return false
    const step = (time - before) / clockRate
    return step < -tolerance.back || step > tolerance.forward
  }
  let layout: { offset: number; size: number } | undefined
  for (let start = 0; start < file.size;) {
    const chunk = new Uint8Array(await file.slice(start, start + chunkSize).arrayBuffer())
    layout ??= layoutOf(chunk)
    if (!layout) return false
    let at = start === 0 ? layout.offset : 0
    for (; at + layout.size <= chunk.length; at += layout.size) {
      const found = timestampAt(chunk, at)
      if (found && isJump(found.stream, found.time)) return true
    }
    // Continue at the packet that the chunk contains only in part.
    if (at === 0) return false
    start += at
  }
  return false
}

/** The position of the first packet, and the size of all packets. */
function layoutOf(bytes: Uint8Array): { offset: number; size: number } | undefined {
  for (let offset = 0; offset < 204 && offset < bytes.length; offset++) {
    const size = packetSizes.find((size) =>
      [0, 1, 2].every((packet) => bytes[offset + packet * size] === syncByte),
    )
    if (size) return { offset, size }
  }
  return undefined
}

/** The timestamp in a packet at the start of a frame (2.4.3.6): the decoding time, else the presentation time. */
function timestampAt(bytes: Uint8Array, at: number): { stream: number; time: number } | undefined {
  const byte = (offset: number) => bytes[at + offset] ?? 0
  const isStart = byte(0) === syncByte && (byte(1) & 0x40) !== 0
  const hasAdaptation = (byte(3) & 0x20) !== 0
  const payload = hasAdaptation ? 5 + byte(4) : 4
  if (!isStart || payload > 188 - 19) return undefined
  const isFrame = byte(payload) === 0 && byte(payload + 1) === 0 && byte(payload + 2) === 1
  const flags = byte(payload + 7) >> 6
  if (!isFrame || flags < 2) return undefined
  const field = payload + (flags === 3 ? 14 : 9)
  const time =
    ((byte(field) >> 1) & 7) * 2 ** 30 +
    byte(field + 1) * 2 ** 22 +
    (byte(field + 2) >> 1) * 2 ** 15 +
    byte(field + 3) * 2 ** 7 +
    (byte(field + 4) >> 1)
  return { stream: ((byte(1) & 0x1f) << 8) | byte(2), time }
}
