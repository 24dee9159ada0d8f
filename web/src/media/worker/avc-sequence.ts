import { repairAvcConfig } from './avc-config.ts'

/** The properties of an H.264 sequence that mediabunny does not report. Unspecified colour values are 2 (ITU-T H.273). */
export interface AvcSequence {
  /** Whether it may contain fields. */
  isInterlaced: boolean
  primaries: number
  matrix: number
}

/** `nal_unit_type` of a sequence parameter set (ITU-T H.264, table 7-1). */
const sequenceParameterSet = 7

/** Profiles whose parameter sets contain the chroma format (7.3.2.1.1). */
const highProfiles = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]

/** `aspect_ratio_idc` that is followed by a width and a height (E.2.1). */
const extendedAspectRatio = 255

/** Reads the first sequence parameter set of an `avcC` box (ISO/IEC 14496-15, 5.3.3.1). */
export function sequenceOfConfig(box: Uint8Array): AvcSequence | undefined {
  const config = repairAvcConfig(box)
  const count = (config[5] ?? 0) & 0x1f
  const length = ((config[6] ?? 0) << 8) | (config[7] ?? 0)
  return count > 0 ? parse(config.subarray(8, 8 + length)) : undefined
}

/** Reads the first sequence parameter set of a packet with start codes (ITU-T H.264, annex B). */
export function sequenceOfPacket(packet: Uint8Array): AvcSequence | undefined {
  for (let at = 0; at + 3 < packet.length; at++) {
    const isStart = packet[at] === 0 && packet[at + 1] === 0 && packet[at + 2] === 1
    if (isStart && ((packet[at + 3] ?? 0) & 0x1f) === sequenceParameterSet)
      return parse(packet.subarray(at + 3, at + 3 + maxLength))
  }
  return undefined
}

/** Bytes of a parameter set that are read, in a packet that does not state its length. */
const maxLength = 256

/** Parses a parameter set up to its colour description (ITU-T H.264, 7.3.2.1.1 and E.1.1). */
function parse(unit: Uint8Array): AvcSequence {
  const { bits, skip, exp } = bitReader(withoutEmulation(unit))
  skip(8)
  const profile = bits(8)
  skip(16)
  exp() // seq_parameter_set_id
  if (highProfiles.includes(profile)) skipChromaFormat({ bits, skip, exp })
  exp() // log2_max_frame_num_minus4
  skipOrderCount({ bits, skip, exp })
  exp() // max_num_ref_frames
  skip(1)
  exp() // pic_width_in_mbs_minus1
  exp() // pic_height_in_map_units_minus1
  const isInterlaced = bits(1) === 0
  skip(isInterlaced ? 2 : 1)
  if (bits(1) === 1) for (let side = 0; side < 4; side++) exp()
  return { isInterlaced, ...colourOf({ bits, skip, exp }) }
}

type BitReader = ReturnType<typeof bitReader>

function skipChromaFormat({ bits, skip, exp }: BitReader): void {
  const chromaFormat = exp()
  if (chromaFormat === 3) skip(1)
  exp() // bit_depth_luma_minus8
  exp() // bit_depth_chroma_minus8
  skip(1)
  if (bits(1) === 0) return
  const lists = chromaFormat === 3 ? 12 : 8
  for (let list = 0; list < lists; list++) {
    if (bits(1) === 0) continue
    let [last, next] = [8, 8]
    for (let index = 0; index < (list < 6 ? 16 : 64); index++) {
      if (next !== 0) next = (last + signed(exp()) + 256) % 256
      if (next !== 0) last = next
    }
  }
}

function skipOrderCount({ skip, exp }: BitReader): void {
  const type = exp()
  if (type === 0) exp() // log2_max_pic_order_cnt_lsb_minus4
  if (type !== 1) return
  skip(1)
  exp() // offset_for_non_ref_pic
  exp() // offset_for_top_to_bottom_field
  for (let remaining = exp(); remaining > 0; remaining--) exp()
}

function colourOf({ bits, skip }: BitReader): { primaries: number; matrix: number } {
  const unspecified = { primaries: 2, matrix: 2 }
  if (bits(1) === 0) return unspecified
  if (bits(1) === 1 && bits(8) === extendedAspectRatio) skip(32)
  if (bits(1) === 1) skip(1) // overscan_appropriate_flag
  if (bits(1) === 0) return unspecified
  skip(4)
  if (bits(1) === 0) return unspecified
  const primaries = bits(8)
  skip(8)
  return { primaries, matrix: bits(8) }
}

/** Removes the bytes that prevent start codes inside of a unit (7.4.1.1). */
const withoutEmulation = (unit: Uint8Array): Uint8Array =>
  unit.filter((byte, at) => !(byte === 3 && unit[at - 1] === 0 && unit[at - 2] === 0))

/** Reads big-endian bits. After the end, all bits are 0. */
function bitReader(bytes: Uint8Array) {
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
  /** Reads an unsigned Exp-Golomb code (9.1). */
  const exp = () => {
    let zeros = 0
    while (zeros < 32 && position < bytes.length * 8 && bit() === 0) zeros++
    return 2 ** zeros - 1 + bits(zeros)
  }
  return { bits, exp, skip: (count: number) => void (position += count) }
}

/** The signed value of an Exp-Golomb code (9.1.1). */
const signed = (code: number): number => (code % 2 === 1 ? (code + 1) / 2 : -code / 2)
