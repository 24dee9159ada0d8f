/**
 * Repairs an `avcC` box (ISO/IEC 14496-15, 5.3.3.1) in which each parameter set starts with the byte of its type twice.
 * Firefox's encoder creates such boxes (seen in 153 with libx264); players that do not find the sets in the frames too
 * cannot decode the video. Other boxes are returned unchanged.
 */
export function repairAvcConfig(config: Uint8Array): Uint8Array {
  const sets = parameterSets(config)
  const [first] = sets
  // The second byte of a sequence parameter set is a profile, and no profile has the number of the type.
  if (!first || first.end - first.start < 2 || config[first.start] !== config[first.start + 1])
    return config
  const parts: Uint8Array[] = []
  let copied = 0
  for (const { start, end } of sets) {
    const length = end - start - 1
    parts.push(config.subarray(copied, start - 2), Uint8Array.of(length >> 8, length & 0xff))
    copied = start + 1
  }
  parts.push(config.subarray(copied))
  return concatenate(parts)
}

interface ParameterSet {
  /** Position of the first byte, after the length. */
  start: number
  end: number
}

/** The sequence and picture parameter sets of an `avcC` box; empty if it is damaged. */
function parameterSets(config: Uint8Array): ParameterSet[] {
  const sets: ParameterSet[] = []
  let at = 5
  for (const mask of [0x1f, 0xff]) {
    if (at >= config.length) return []
    const count = (config[at++] ?? 0) & mask
    for (let index = 0; index < count; index++) {
      const start = at + 2
      at = start + (((config[at] ?? 0) << 8) | (config[at + 1] ?? 0))
      if (at > config.length || at === start) return []
      sets.push({ start, end: at })
    }
  }
  return sets
}

function concatenate(parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** The bytes of a decoder's description. */
export const bytesOf = (source: AllowSharedBufferSource): Uint8Array =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
