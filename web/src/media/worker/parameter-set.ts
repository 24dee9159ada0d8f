/** The parts that the parameter sets of H.264 and HEVC have in common. */

/** The properties of a sequence that mediabunny does not report. Unspecified colour values are 2 (ITU-T H.273). */
export interface Sequence {
  /** Whether it may contain fields. */
  isInterlaced: boolean
  primaries: number
  transfer: number
  matrix: number
}

/** `aspect_ratio_idc` that is followed by a width and a height (H.264, E.2.1; H.265, E.3.1). */
const extendedAspectRatio = 255

/** Reads a set of usability information (VUI) up to its colours, with the flag before it (H.264, E.1.1; H.265, E.2.1). */
export function readColours({ bits, skip }: BitReader): Omit<Sequence, 'isInterlaced'> {
  const unspecified = { primaries: 2, transfer: 2, matrix: 2 }
  if (bits(1) === 0) return unspecified
  if (bits(1) === 1 && bits(8) === extendedAspectRatio) skip(32)
  if (bits(1) === 1) skip(1) // overscan_appropriate_flag
  if (bits(1) === 0) return unspecified
  skip(4)
  if (bits(1) === 0) return unspecified
  return { primaries: bits(8), transfer: bits(8), matrix: bits(8) }
}

/** Removes the bytes that prevent start codes inside of a unit (H.264, 7.4.1.1). */
export const withoutEmulation = (unit: Uint8Array): Uint8Array =>
  unit.filter((byte, at) => !(byte === 3 && unit[at - 1] === 0 && unit[at - 2] === 0))

export type BitReader = ReturnType<typeof bitReader>

/** Reads big-endian bits. After the end, all bits are 0. */
export function bitReader(bytes: Uint8Array) {
  let position = 0
  const bit = () => {
    const value = ((bytes[position >> 3] ?? 0) >> (7 - (position & 7))) & 1
    position++
    return value
  }
  const bits = (count: number) => {
    let value = 0
    for (let index = 0; index < count; index++) value = value * 2 + bit()
    return value
  }
  /** Reads an unsigned Exp-Golomb code (H.264, 9.1). */
  const exp = () => {
    let zeros = 0
    while (zeros < 32 && position < bytes.length * 8 && bit() === 0) zeros++
    return 2 ** zeros - 1 + bits(zeros)
  }
  return { bits, exp, skip: (count: number) => void (position += count) }
}

/** The signed value of an Exp-Golomb code (H.264, 9.1.1). */
export const signedExp = (code: number): number => (code % 2 === 1 ? (code + 1) / 2 : -code / 2)

/** The first unit with start codes for which `isWanted` is true, up to `maxLength` bytes (H.264, annex B). */
export function findUnit(
  packet: Uint8Array,
  isWanted: (firstByte: number) => boolean,
  maxLength: number,
): Uint8Array | undefined {
  for (let at = 0; at + 3 < packet.length; at++) {
    const isStart = packet[at] === 0 && packet[at + 1] === 0 && packet[at + 2] === 1
    if (isStart && isWanted(packet[at + 3] ?? 0)) return packet.subarray(at + 3, at + 3 + maxLength)
  }
  return undefined
}
