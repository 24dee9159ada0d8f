import { describe, expect, it } from 'vitest'
import { repairAvcConfig } from '../../src/media/worker/avc-config.ts'
import { sequenceOfConfig } from '../../src/media/worker/avc-sequence.ts'

const bytes = (hex: string) =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** Of Firefox 153 with libx264: a progressive video of 96 × 108 in High profile, tagged BT.709. */
const doubled = bytes(
  '0164000d03010018676764000dacd9463fee10000003001001e84800f14299600100066868ebecb22c',
)
const repaired = bytes(
  '0164000d030100176764000dacd9463fee10000003001001e84800f142996001000568ebecb22c',
)

describe('the repair of an avcC box', () => {
  it('removes the second byte of the type from each parameter set', () => {
    expect(repairAvcConfig(doubled)).toEqual(repaired)
  })

  it('keeps a correct box, and the bytes behind the parameter sets', () => {
    expect(repairAvcConfig(repaired)).toBe(repaired)
    const extension = bytes('fdf8f800')
    expect(repairAvcConfig(Uint8Array.of(...doubled, ...extension))).toEqual(
      Uint8Array.of(...repaired, ...extension),
    )
  })

  it('keeps a damaged box', () => {
    for (let length = 0; length < doubled.length; length++) {
      const damaged = doubled.subarray(0, length)
      expect(repairAvcConfig(damaged)).toBe(damaged)
    }
  })

  it('makes the properties of the video readable', () => {
    expect(sequenceOfConfig(doubled)).toEqual(sequenceOfConfig(repaired))
    expect(sequenceOfConfig(doubled)).toMatchObject({ isInterlaced: false })
  })
})
