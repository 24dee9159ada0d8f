import { describe, expect, it } from 'vitest'
import { readSampleEntry } from '../../src/media/worker/sample-entry.ts'
import { box, text, u16, u32, zeros } from './metadata/build-file.ts'

/** A file with one video track of 720 × 576 pixels, and these boxes in its sample entry. */
function fileWith(...boxes: number[][]): Blob {
  const entry = box('avc1', zeros(24), u16(720), u16(576), zeros(50), ...boxes)
  const table = box('stbl', box('stsd', u32(0), u32(1), entry))
  const header = box('tkhd', u32(0), zeros(8), u32(1), zeros(68))
  const track = box('trak', header, box('mdia', box('minf', table)))
  return new Blob([new Uint8Array(box('moov', track))])
}

/** A clean aperture: width, height and the offsets of its centre, as fractions. */
const aperture = (width: number[], height: number[]) =>
  box('clap', ...[...width, ...height, 0, 1, 0, 1].map(u32))

describe('the sample entry of a video track', () => {
  it.each([
    ['no clean aperture', [], false],
    ['the clean aperture of the whole picture', aperture([720, 1], [576, 1]), false],
    ['a rounded clean aperture', aperture([1439, 2], [576, 1]), false],
    ['a narrower clean aperture', aperture([702, 1], [576, 1]), true],
    ['a lower clean aperture', aperture([720, 1], [1120, 2]), true],
  ])('finds for %s whether players may hide its edges', async (_, clap, isCropped) => {
    expect(await readSampleEntry(fileWith(clap), 1)).toMatchObject({ isCropped })
  })

  it('has the colours of its box', async () => {
    const colours = box('colr', text('nclx'), u16(9), u16(16), u16(9), [0])
    expect(await readSampleEntry(fileWith(colours), 1)).toEqual({
      ...{ hasSeveralFormats: false, isInterlaced: false, isCropped: false },
      ...{ primaries: 9, matrix: 9 },
    })
  })
})
