import { repairAvcConfig } from './avc-config.ts'
import {
  type BitReader,
  bitReader,
  findUnit,
  readColours,
  signedExp,
  type Sequence,
  withoutEmulation,
} from './parameter-set.ts'

/** `nal_unit_type` of a sequence parameter set (ITU-T H.264, table 7-1). */
const sequenceParameterSet = 7

/** Profiles whose parameter sets contain the chroma format (7.3.2.1.1). */
const highProfiles = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]

/** Reads the first sequence parameter set of an `avcC` box (ISO/IEC 14496-15, 5.3.3.1). */
export function sequenceOfConfig(box: Uint8Array): Sequence | undefined {
  const config = repairAvcConfig(box)
  const count = (config[5] ?? 0) & 0x1f
  const length = ((config[6] ?? 0) << 8) | (config[7] ?? 0)
  return count > 0 ? parse(config.subarray(8, 8 + length)) : undefined
}

/** Reads the first sequence parameter set of a packet with start codes (ITU-T H.264, annex B). */
export function sequenceOfPacket(packet: Uint8Array): Sequence | undefined {
  const isSequence = (byte: number) => (byte & 0x1f) === sequenceParameterSet
  const unit = findUnit(packet, isSequence, maxLength)
  return unit && parse(unit)
}

/** Bytes of a parameter set that are read, in a packet that does not state its length. */
const maxLength = 256

/** Parses a parameter set up to its colour description (ITU-T H.264, 7.3.2.1.1 and E.1.1). */
function parse(unit: Uint8Array): Sequence {
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
  return { isInterlaced, ...readColours({ bits, skip, exp }) }
}

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
      if (next !== 0) next = (last + signedExp(exp()) + 256) % 256
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
