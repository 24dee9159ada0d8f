import { expect, it } from 'vitest'
import { box, fileOf, text, track, u32, zeros } from './build-file.ts'
import { remove } from './remove.ts'

const start = box('ftyp', text('isom'), zeros(4))
const picture = text('SAMPLES!'.repeat(4))

/** A file with two chunks of a video track, and the samples of a data track between them. */
function fileWith(data: string, dataTrack: { kind: string; format: string; lastChunk?: number }) {
  const samples = [picture, text(data), picture]
  const chunk = (index: number) => ({
    offset: start.length + 8 + samples.slice(0, index).flat().length,
    sizes: [samples[index]?.length ?? 0],
  })
  const { kind, format, lastChunk = 1 } = dataTrack
  const chunks = [1, 2].filter((index) => index <= lastChunk).map(chunk)
  const tracks = [
    track({ kind: 'vide', format: 'avc1', chunks: [chunk(0), chunk(2)] }),
    track({ kind, format, id: 2, chunks }),
  ]
  return fileOf(start, box('mdat', ...samples), box('moov', ...tracks))
}

it.each([
  ['of a GoPro', 'GPS5 35.6586', { kind: 'meta', format: 'gpmd' }],
  ['of an Android phone', 'motion', { kind: 'camm', format: 'camm' }],
  ['of a DJI drone', 'position', { kind: 'meta', format: 'djmd' }],
  ['of subtitles with flight data', 'GPS(139.7454,35.6586,19)', { kind: 'sbtl', format: 'tx3g' }],
])('removes the track %s and clears its samples', async (_, data, dataTrack) => {
  const result = await remove(fileWith(data, dataTrack))
  expect(result.data).toMatchObject({ hasLocation: true, isComplete: true })
  expect(result.text).not.toContain(data)
  expect(result.text).not.toContain(dataTrack.format)
  expect(result.text.match(/SAMPLES!/g)).toHaveLength(8)
})

it('removes a track of other data, which is no location', async () => {
  const { data, text } = await remove(fileWith('lens 24 mm', { kind: 'meta', format: 'mebx' }))
  expect(data).toMatchObject({ hasLocation: false, hasDevice: true, isComplete: true })
  expect(text).not.toContain('lens')
})

it.each([
  ['subtitles', { kind: 'sbtl', format: 'tx3g' }],
  ['a time code', { kind: 'tmcd', format: 'tmcd' }],
  ['sound', { kind: 'soun', format: 'mp4a' }],
])('keeps a track of %s', async (_, dataTrack) => {
  const { data } = await remove(fileWith('Turn right at the harbour.', dataTrack))
  expect(data).toMatchObject({ hasLocation: false, hasDevice: false, patches: [] })
})

it('never changes samples of a video track, whatever a data track claims', async () => {
  const file = fileWith('GPS5 35.6586', { kind: 'meta', format: 'gpmd', lastChunk: 2 })
  const { data, text } = await remove(file)
  expect(data.isComplete).toBe(false)
  expect(text.match(/SAMPLES!/g)).toHaveLength(8)
})

it('clears the samples of a data track in movie fragments', async () => {
  const traf = (id: number, offset: number, size: number) =>
    box(
      'traf',
      box('tfhd', u32(0x020000), u32(id)),
      box('trun', u32(0x000201), u32(1), u32(offset), u32(size)),
    )
  const position = text('GPS5 35.6586')
  const fragmentOf = (at: number) =>
    box('moof', traf(1, at, picture.length), traf(2, at + picture.length, position.length))
  const fragment = fragmentOf(fragmentOf(0).length + 8)
  const movie = box(
    'moov',
    track({ kind: 'vide', format: 'avc1' }),
    track({ kind: 'meta', format: 'gpmd', id: 2 }),
    box('mvex', box('trex', u32(0), u32(2), zeros(16))),
  )
  const media = [fragment, box('mdat', picture, position)]
  const { data, text: result } = await remove(fileOf(start, movie, ...media, ...media))
  expect(data).toMatchObject({ hasDevice: true, isComplete: true })
  expect(result).not.toContain('35.6586')
  expect(result.match(/SAMPLES!/g)).toHaveLength(8)
})
