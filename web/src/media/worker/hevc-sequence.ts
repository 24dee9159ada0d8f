import {
  type BitReader,
  bitReader,
  findUnit,
  readColours,
  type Sequence,
  withoutEmulation,
} from './parameter-set.ts'

/** `nal_unit_type` of a sequence parameter set (ITU-T H.265, table 7-1). */
const sequenceParameterSet = 33

/** Bytes of a parameter set that are read, in a packet that does not state its length. */
const maxLength = 512

/** Maximum number of sets and of pictures in a set (H.265, 7.4.3.2.1 and 7.4.8). More are only in damaged files. */
const maxSets = 64

/** Reads the first sequence parameter set of an `hvcC` box (ISO/IEC 14496-15, 8.3.3.1). */
export function hevcSequenceOfConfig(config: Uint8Array): Sequence | undefined {
  const word = (at: number) => ((config[at] ?? 0) << 8) | (config[at + 1] ?? 0)
  // The general flags: progressive, and interlaced.
  const hasFields = ((config[6] ?? 0) & 0xc0) === 0x40
  let at = 23
  for (let arrays = config[22] ?? 0; arrays > 0; arrays--) {
    const type = (config[at] ?? 0) & 0x3f
    const count = word(at + 1)
    at += 3
    for (let index = 0; index < count && at < config.length; index++) {
      const start = at + 2
      at = start + word(at)
      if (type !== sequenceParameterSet) continue
      const sequence = parse(config.subarray(start, at))
      return { ...sequence, isInterlaced: sequence.isInterlaced || hasFields }
    }
  }
  return undefined
}

/** Reads the first sequence parameter set of a packet with start codes (ITU-T H.265, annex B). */
export function hevcSequenceOfPacket(packet: Uint8Array): Sequence | undefined {
  const isSequence = (byte: number) => ((byte >> 1) & 0x3f) === sequenceParameterSet
  const unit = findUnit(packet, isSequence, maxLength)
  return unit && parse(unit)
}

/** Parses a parameter set up to its colours (H.265, 7.3.2.2.1). */
function parse(unit: Uint8Array): Sequence {
  const reader = bitReader(withoutEmulation(unit))
  const { bits, skip, exp } = reader
  skip(16 + 4)
  const subLayers = bits(3)
  skip(1)
  const isInterlaced = readProfile(reader, subLayers)
  exp() // sps_seq_parameter_set_id
  if (exp() === 3) skip(1) // chroma_format_idc
  exp() // pic_width_in_luma_samples
  exp() // pic_height_in_luma_samples
  if (bits(1) === 1) skipCodes(reader, 4) // conformance window
  skipCodes(reader, 2) // bit depths
  const orderBits = exp() + 4
  skipCodes(reader, 3 * (bits(1) === 1 ? subLayers + 1 : 1))
  skipCodes(reader, 6)
  if (bits(1) === 1 && bits(1) === 1) skipScalingLists(reader)
  skip(2)
  if (bits(1) === 1) {
    skip(8)
    skipCodes(reader, 2)
    skip(1)
  }
  skipReferenceSets(reader)
  if (bits(1) === 1) skip(Math.min(exp(), maxSets) * (orderBits + 1))
  skip(2)
  return { isInterlaced, ...readColours(reader) }
}

function skipCodes({ exp }: BitReader, count: number): void {
  for (let index = 0; index < count; index++) exp()
}

/** Reads the profile and level (7.3.3): whether all frames are fields. */
function readProfile({ bits, skip }: BitReader, subLayers: number): boolean {
  skip(40)
  const [isProgressive, isInterlaced] = [bits(1), bits(1)]
  skip(46 + 8)
  const layers = Array.from({ length: subLayers }, () => [bits(1), bits(1)] as const)
  if (subLayers > 0) skip(2 * (8 - subLayers))
  for (const [hasProfile, hasLevel] of layers) skip(88 * hasProfile + 8 * hasLevel)
  return isInterlaced === 1 && isProgressive === 0
}

/** Skips the lists of quantizers (7.3.4). */
function skipScalingLists(reader: BitReader): void {
  const { bits, exp } = reader
  for (let size = 0; size < 4; size++)
    for (let matrix = 0; matrix < 6; matrix += size === 3 ? 3 : 1) {
      if (bits(1) === 0) {
        exp()
        continue
      }
      if (size > 1) exp()
      skipCodes(reader, Math.min(64, 1 << (4 + 2 * size)))
    }
}

/** Skips the sets of reference pictures (7.3.7). A set may be predicted from the one before it. */
function skipReferenceSets({ bits, skip, exp }: BitReader): void {
  const sets = Math.min(exp(), maxSets)
  let pictures = 0
  for (let set = 0; set < sets; set++) {
    if (set > 0 && bits(1) === 1) {
      skip(1)
      exp()
      let used = 0
      for (let index = 0; index <= pictures; index++) if (bits(1) === 1 || bits(1) === 1) used++
      pictures = used
      continue
    }
    pictures = Math.min(exp() + exp(), maxSets)
    for (let index = 0; index < pictures; index++) {
      exp()
      skip(1)
    }
  }
}
