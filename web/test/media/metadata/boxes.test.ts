import { expect, it } from 'vitest'
import { findPrivateData } from '../../../src/media/metadata/private-data.ts'
import { remove } from './remove.ts'
import {
  box,
  bytesOf,
  fileOf,
  keyedMeta,
  longBox,
  quickTimeText,
  text,
  track,
  u16,
  u32,
  uuid,
  xmpUuid,
  zeros,
} from './build-file.ts'

const start = box('ftyp', text('isom'), zeros(4))
const media = box('mdat', text('SAMPLES!'.repeat(8)))
const video = track({ kind: 'vide', format: 'avc1', chunks: [{ offset: 24, sizes: [32, 32] }] })

/** A file with these boxes in `moov`. */
const withMovie = (...boxes: number[][]) => fileOf(start, media, box('moov', video, ...boxes))

const place = '+35.6586+139.7454/'

it.each([
  ['©xyz in udta', box('udta', quickTimeText('©xyz', place))],
  ['loci in udta', box('udta', box('loci', u32(0), u16(0x15c7), text(`${place}\0`)))],
  [
    '©xyz in an iTunes list',
    box(
      'udta',
      box(
        'meta',
        u32(0),
        box('hdlr', zeros(8), text('mdirappl')),
        box('ilst', box('©xyz', box('data', u32(1), u32(0), text(place)))),
      ),
    ),
  ],
  ['a key of Apple', keyedMeta([['com.apple.quicktime.location.ISO6709', place]])],
  ['a key of a vendor', keyedMeta([['com.vendor.gps.position', place]])],
  ['XMP in a uuid box', uuid(xmpUuid, `<exif:GPSLatitude>${place}</exif:GPSLatitude>`)],
  ['XMP in udta', box('udta', box('XMP_', text(`exif:GPSLatitude="${place}"`)))],
  ['a gps box of a dashboard camera', box('gps ', text(place))],
  ['a free box of a dashboard camera', box('free', text(`GPS ${place}`))],
])('removes the location of %s', async (_, metadata) => {
  const { data, text: cleaned } = await remove(withMovie(metadata))
  expect(data).toMatchObject({ hasLocation: true, isComplete: true })
  expect(cleaned).not.toContain('35.6586')
  expect(cleaned).not.toContain('location')
  expect(
    (await findPrivateData(fileOf([...cleaned].map((letter) => letter.charCodeAt(0))))).patches,
  ).toEqual([])
})

it('replaces a metadata box by a free one of the same size and changes nothing else', async () => {
  const file = withMovie(box('udta', quickTimeText('©xyz', place), quickTimeText('©nam', 'Tokyo')))
  const expected = withMovie(
    box('udta', box('free', zeros(4 + place.length)), quickTimeText('©nam', 'Tokyo')),
  )
  const { data, result } = await remove(file)
  expect(result).toEqual(await bytesOf(expected))
  expect(data).toMatchObject({ hasLocation: true, hasDevice: false, device: '' })
})

it('keeps a title and removes the other keys of a list', async () => {
  const { data, text: cleaned } = await remove(
    withMovie(
      keyedMeta([
        ['com.apple.quicktime.make', 'Apple'],
        ['com.apple.quicktime.title', 'Harbour'],
        ['com.apple.quicktime.model', 'iPhone 15'],
        ['com.apple.quicktime.creationdate', '2026-01-02T12:00:00+0900'],
      ]),
    ),
  )
  expect(data).toMatchObject({ hasLocation: false, hasDevice: true, device: 'iPhone 15' })
  expect(cleaned).toContain('Harbour')
  expect(cleaned).toContain('com.apple.quicktime.title')
  expect(cleaned).not.toMatch(/iPhone|make|model|creationdate|\+0900/)
})

it('names the make and model of user data', async () => {
  const user = box('udta', quickTimeText('©mak', 'Samsung'), quickTimeText('©mod', 'SM-S911B'))
  const { data, text: cleaned } = await remove(withMovie(user))
  expect(data.device).toBe('Samsung SM-S911B')
  expect(cleaned).not.toMatch(/Samsung|SM-S911B/)
})

it('removes unknown user data, such as serial numbers, and a rest that is no box', async () => {
  const user = box('udta', box('CAME', text('C3221234567')), text('no box: C3221234567'))
  const { data, text: cleaned } = await remove(withMovie(user))
  expect(data).toMatchObject({ hasLocation: false, hasDevice: true })
  expect(cleaned).not.toContain('C3221234567')
})

it('removes boxes of vendors beside the movie, such as an appended photo, and keeps indexes', async () => {
  const index = box('sidx', text('KEPT'))
  const photo = box('mpvd', text('photo of C3221234567'))
  const { data, text: cleaned } = await remove(
    fileOf(start, media, box('moov', video), index, photo),
  )
  expect(data).toMatchObject({ hasLocation: false, hasDevice: true, isComplete: true })
  expect(cleaned).not.toContain('C3221234567')
  expect(cleaned).toContain('SAMPLES!'.repeat(8))
  expect(cleaned).toContain('KEPT')
})

it('finds metadata before and after media data of more than 4 GiB, and reads little', async () => {
  const size = 5 * 2 ** 30
  const header = [...start, ...u32(1), ...text('mdat'), ...[0, 0, 0, 1, 0x40, 0, 0, 16]]
  const tail = [...longBox('moov', video, box('udta', quickTimeText('©xyz', place)))]
  let read = 0
  const end = header.length + size
  const slice = (from: number, to: number) => {
    read += to - from
    const bytes = Uint8Array.from({ length: to - from }, (_, index) => {
      const at = from + index
      return (at < header.length ? header[at] : at >= end ? tail[at - end] : 0) ?? 0
    })
    return new Blob([bytes])
  }
  const file = Object.defineProperties(new Blob([]), {
    size: { value: end + tail.length },
    slice: { value: slice },
  })
  const data = await findPrivateData(file)
  expect(data).toMatchObject({ hasLocation: true, isComplete: true })
  expect(data.patches.every((patch) => patch.start > end)).toBe(true)
  expect(read).toBeLessThan(20_000)
})
