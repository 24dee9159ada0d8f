import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findPrivateData } from '../../../src/media/metadata/private-data.ts'
import { patchedFile } from '../../../src/media/metadata/patch.ts'
import {
  box,
  bytesOf,
  element,
  fileOf,
  keyedMeta,
  longBox,
  text,
  track,
  zeros,
} from './build-file.ts'
import { remove } from './remove.ts'

const start = box('ftyp', text('isom'), zeros(4))
const samples = text('SAMPLES!'.repeat(8))
const offset = start.length + 8
const video = track({ kind: 'vide', format: 'avc1', chunks: [{ offset, sizes: [64] }] })
const data = track({ kind: 'meta', format: 'gpmd', id: 2 })

const boxType = fc.constantFrom(
  '©xyz',
  '©nam',
  '©mod',
  'loci',
  'CAME',
  'free',
  'kind',
  'XMP_',
  'uuid',
  'gps ',
)
const leaf = fc
  .tuple(fc.constantFrom(box, longBox), boxType, fc.uint8Array({ maxLength: 60 }))
  .map(([build, type, content]) => build(type, [...content]))
const list = (type: string) => fc.array(leaf, { maxLength: 5 }).map((boxes) => box(type, ...boxes))
const keys = fc
  .array(
    fc.tuple(
      fc.constantFrom('com.apple.quicktime.title', 'com.apple.quicktime.location.ISO6709', 'make'),
      fc.string({ maxLength: 20, unit: 'binary-ascii' }),
    ),
    { maxLength: 4 },
  )
  .map(keyedMeta)
const metadata = fc.array(fc.oneof(leaf, list('udta'), keys, fc.constant(data)), { maxLength: 5 })

/** MP4 files with metadata of all kinds before and after the media data. */
const boxFile = fc
  .tuple(metadata, metadata)
  .map(([inside, after]) => [
    ...start,
    ...box('mdat', samples),
    ...box('moov', video, ...inside),
    ...after.flat(),
  ])

const elementId = fc.constantFrom(
  '1254c367',
  '7373',
  '67c8',
  '45a3',
  '4487',
  'bf',
  'ec',
  '1941a469',
)
const matroskaFile = fc
  .array(fc.tuple(elementId, fc.uint8Array({ maxLength: 40 })), { maxLength: 6 })
  .map((elements) => {
    const content = elements.map(([id, bytes]) => element(id, [...bytes]))
    return [...element('1a45dfa3', []), ...element('18538067', content.flat(), 8)]
  })

it('keeps the size and the samples of every file, and leaves nothing to remove', async () => {
  await fc.assert(
    fc.asyncProperty(boxFile, async (bytes) => {
      const { result } = await remove(fileOf(bytes))
      expect(result.slice(0, offset + samples.length)).toEqual(
        bytes.slice(0, offset + samples.length),
      )
      expect((await findPrivateData(fileOf(result))).patches).toEqual([])
    }),
  )
})

it('never fails for a damaged file, and never changes its samples', async () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(boxFile, matroskaFile),
      damage,
      fc.nat({ max: 100 }),
      async (bytes, changes, cut) => {
        const damaged = bytes.slice(0, bytes.length - cut)
        // The table of the video track must stay readable, to know where its samples are.
        const isFixed = (at: number) =>
          at >= start.length && at < offset + samples.length + 8 + video.length
        for (const [at, value] of changes) {
          const index = at % Math.max(1, damaged.length)
          if (!isFixed(index)) damaged[index] = value
        }
        const { result } = await remove(fileOf(damaged))
        if (damaged.length > offset + samples.length + 8 + video.length)
          expect(result.slice(offset, offset + samples.length)).toEqual(
            damaged.slice(offset, offset + samples.length),
          )
      },
    ),
  )
})

it.each([
  ['an empty file', []],
  ['another format', text('RIFF....AVI LIST')],
  ['a file without tables', [...start, ...box('mdat', samples)]],
  [
    'a file with a rest that is no box',
    [...start, ...box('moov', video), ...text('\u0001 rest of something')],
  ],
])('reports that it could not check %s', async (_, bytes) => {
  expect(await findPrivateData(fileOf(bytes))).toMatchObject({ isComplete: false, patches: [] })
})

it('patches a file at any offsets', async () => {
  const patch = fc.record({
    start: fc.nat(300),
    length: fc.integer({ min: 1, max: 80 }),
    head: fc.uint8Array({ maxLength: 20 }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 400, maxLength: 400 }),
      fc.array(patch, { maxLength: 6 }),
      async (bytes, list) => {
        const sorted = list.toSorted((a, b) => a.start - b.start)
        const apart = sorted.filter(({ start }, index) =>
          sorted.slice(0, index).every((before) => before.start + before.length <= start),
        )
        const patches = apart.map(({ start, length, head }) => ({
          start,
          end: start + length,
          head: head.slice(0, length),
        }))
        const expected = [...bytes]
        for (const { start, end, head } of patches)
          expected.splice(start, end - start, ...head, ...zeros(end - start - head.length))
        const result = await bytesOf(patchedFile(fileOf([...bytes]), patches.toReversed()))
        expect(result).toEqual(expected)
      },
    ),
  )
})
