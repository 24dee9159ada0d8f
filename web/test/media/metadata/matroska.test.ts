import { expect, it } from 'vitest'
import { bytesOf, element, fileOf, text, zeros } from './build-file.ts'
import { remove } from './remove.ts'

const header = element('1a45dfa3', zeros(4))
const cluster = element('1f43b675', element('a3', text('SAMPLES!')), 8)
const checksum = element('bf', [1, 2, 3, 4])

const simpleTag = (name: string, value: string, ...more: number[][]) =>
  element(
    '67c8',
    [...element('45a3', text(name)), ...element('4487', text(value)), ...more.flat()],
    2,
  )
const tag = (...content: number[][]) => element('7373', [element('63c0', []), content].flat(2), 2)
const tags = (...content: number[][]) => element('1254c367', content.flat(), 4)
const file = (...content: number[][]) =>
  fileOf(header, element('18538067', [...cluster, ...content.flat(), ...cluster], 8))

it('replaces private tags by void elements, and their checksum', async () => {
  const title = simpleTag('TITLE', 'Harbour')
  const place = simpleTag('LOCATION', '+35.6586+139.7454/')
  const make = simpleTag('COM.APPLE.QUICKTIME.MAKE', 'Apple')
  const model = simpleTag('COM.APPLE.QUICKTIME.MODEL', 'iPhone 15')
  const { data, result } = await remove(file(tags(checksum, tag(title, place, make, model))))
  expect(data).toMatchObject({
    hasLocation: true,
    hasDevice: true,
    device: 'iPhone 15',
    isComplete: true,
  })
  const blank = (bytes: number[]) => element('ec', zeros(bytes.length - 2))
  const cleaned = tag(title, ...[place, make, model].map(blank))
  expect(result).toEqual(await bytesOf(file(tags(blank(checksum), cleaned))))
})

it('removes the whole list and its reference if nothing is left in it', async () => {
  const reference = (id: number[]) =>
    element('4dbb', [...element('53ab', id), ...element('53ac', [0, 0])])
  const info = reference([0x15, 0x49, 0xa9, 0x66])
  const seekHead = element('114d9b74', [...reference([0x12, 0x54, 0xc3, 0x67]), ...info])
  const {
    data,
    result,
    text: cleaned,
  } = await remove(file(seekHead, tags(tag(simpleTag('LOCATION', '+35.6586+139.7454/')))))
  expect(data.hasLocation).toBe(true)
  for (const removed of ['35.6586', '\x12\x54\xc3\x67']) expect(cleaned).not.toContain(removed)
  expect(cleaned.match(/SAMPLES!/g)).toHaveLength(2)
  expect(await remove(fileOf(result))).toMatchObject({ data: { patches: [], isComplete: true } })
})

it('removes attached pictures, which may contain EXIF data, and keeps fonts', async () => {
  const attachment = (type: string, content: string) =>
    element('61a7', [...element('4660', text(type)), ...element('465c', text(content))])
  const { data, text: cleaned } = await remove(
    file(
      element('1941a469', [
        ...attachment('image/jpeg', 'Exif'),
        ...attachment('font/ttf', 'glyphs'),
      ]),
    ),
  )
  expect(data).toMatchObject({ hasLocation: false, hasDevice: true })
  expect(cleaned).not.toContain('Exif')
  expect(cleaned).toContain('glyphs')
})

it('finds tags behind clusters and segments of unknown size', async () => {
  const open = (id: string, content: number[]) => [
    ...element(id, [], 1).slice(0, -1),
    0xff,
    ...content,
  ]
  const blocks = [...element('e7', [0]), ...element('a3', text('SAMPLES!'))]
  const place = tags(tag(simpleTag('LOCATION', '+35.6586+139.7454/')))
  const live = fileOf(
    header,
    open('18538067', [...open('1f43b675', blocks), ...open('1f43b675', blocks), ...place]),
  )
  const { data, text: cleaned } = await remove(live)
  expect(data).toMatchObject({ hasLocation: true, isComplete: true })
  expect(cleaned).not.toContain('35.6586')
  expect(cleaned.match(/SAMPLES!/g)).toHaveLength(2)
})

it.each([128, 129, 200])(
  'replaces a tag of %i bytes by a void element of the same size',
  async (length) => {
    const name = element('45a3', text('LOCATION'))
    const overhead = 4 + name.length + 4
    const value = element('4487', text('x'.repeat(length - overhead)), 2)
    const place = element('67c8', [...name, ...value], 2)
    expect(place).toHaveLength(length)
    const { result } = await remove(file(tags(tag(simpleTag('TITLE', 'Harbour'), place))))
    expect(await remove(fileOf(result))).toMatchObject({ data: { patches: [], isComplete: true } })
  },
)
