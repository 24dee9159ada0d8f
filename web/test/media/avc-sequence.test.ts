import { describe, expect, it } from 'vitest'
import { sequenceOfConfig, sequenceOfPacket } from '../../src/media/worker/avc-sequence.ts'

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))

// Parameter sets that x264 wrote.
const progressive = '6764000cacd941419f9f011000000300100000030320f1429960'
const gbr = '67f4000c919b282833f1b80b70202004000003000400000300c83c50a658'
const interlaced = '67640015acd941433f260220000003002000000643e28532c0'

const configWith = (unit: string) =>
  bytes(`0164000cffe1${(unit.length / 2).toString(16).padStart(4, '0')}${unit}01000468ebe3cb`)

describe('the sequence of an H.264 track', () => {
  it.each([
    ['frames', progressive, { isInterlaced: false, primaries: 2, transfer: 2, matrix: 2 }],
    ['GBR', gbr, { isInterlaced: false, primaries: 2, transfer: 2, matrix: 0 }],
    ['fields', interlaced, { isInterlaced: true, primaries: 2, transfer: 2, matrix: 2 }],
  ])('is read for %s, from a box and from a packet', (_, unit, expected) => {
    expect(sequenceOfConfig(configWith(unit))).toEqual(expected)
    const packet = bytes(`00000109f0000000010605ff00000001${unit}00000168ebe3cb`)
    expect(sequenceOfPacket(packet)).toEqual(expected)
  })

  it('is unknown without a parameter set', () => {
    expect(sequenceOfConfig(bytes('0164000cffe0'))).toBeUndefined()
    expect(sequenceOfPacket(bytes('00000109f000000165888400'))).toBeUndefined()
    expect(sequenceOfPacket(new Uint8Array())).toBeUndefined()
  })

  it('ends for a parameter set that is cut off', () => {
    for (let length = 2; length <= gbr.length; length += 2)
      expect(sequenceOfConfig(configWith(gbr.slice(0, length)))).toBeDefined()
  })
})
