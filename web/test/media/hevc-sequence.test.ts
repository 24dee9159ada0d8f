import { describe, expect, it } from 'vitest'
import { hevcSequenceOfConfig, hevcSequenceOfPacket } from '../../src/media/worker/hevc-sequence.ts'

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))

// Parameter sets that x265 wrote.
const plain = '42010102200000030090000003000003001ea014206136595952930bc05a020000030002000003003210'
const pq =
  '42010102200000030090000003000003001ea014206136595952930bc05a848804820000030002000003003210'
const constantLuminance =
  '4201010408000003009e0800000300001e9002840c3e7cb2b349272bc05a848705020000030002000003003210'
const fields =
  '42010102200000030040000003000003001ea014206136595952930bc05a8080809a0000030002000003003210'
const layers =
  '4201010408000003009da800000300001ea0142061365ba4a4c2f016e040410080000003008000000c84'

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

/** An `hvcC` box with a video parameter set and this sequence parameter set. */
const configWith = (unit: string) =>
  bytes(`01${'00'.repeat(21)}02a000010004400100${'00'}a10001${hex(unit.length / 2, 4)}${unit}`)

describe('the sequence of an HEVC track', () => {
  it.each([
    ['frames', plain, { isInterlaced: false, primaries: 2, transfer: 2, matrix: 2 }],
    ['PQ', pq, { isInterlaced: false, primaries: 9, transfer: 16, matrix: 9 }],
    [
      '4:4:4 with lists of quantizers',
      constantLuminance,
      { isInterlaced: false, primaries: 9, transfer: 14, matrix: 10 },
    ],
    ['fields', fields, { isInterlaced: true, primaries: 1, transfer: 1, matrix: 1 }],
    ['layers and YCgCo', layers, { isInterlaced: false, primaries: 2, transfer: 2, matrix: 8 }],
  ])('is read for %s, from a box and from a packet', (_, unit, expected) => {
    expect(hevcSequenceOfConfig(configWith(unit))).toEqual(expected)
    const packet = bytes(`000001460110000001400100${'00'}00000001${unit}000001440100`)
    expect(hevcSequenceOfPacket(packet)).toEqual(expected)
  })

  it('is unknown without a parameter set', () => {
    expect(hevcSequenceOfConfig(bytes(`01${'00'.repeat(22)}`))).toBeUndefined()
    expect(hevcSequenceOfConfig(new Uint8Array())).toBeUndefined()
    expect(hevcSequenceOfPacket(bytes('0000014601100000012601af'))).toBeUndefined()
  })

  it('ends for a parameter set that is cut off or damaged', () => {
    for (let length = 2; length <= pq.length; length += 2)
      expect(hevcSequenceOfConfig(configWith(pq.slice(0, length)))).toBeDefined()
    for (let at = 4; at < pq.length; at += 2) {
      const damaged = `${pq.slice(0, at)}ff${pq.slice(at + 2)}`
      expect(hevcSequenceOfConfig(configWith(damaged))).toBeDefined()
    }
  })
})
