import { describe, expect, it } from 'vitest'
import { isEdited } from '../../src/media/worker/edit-list.ts'

const u16 = (value: number) => [(value >> 8) & 255, value & 255]
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value)]
const u64 = (value: number) => [...u32(value < 0 ? -1 : Math.floor(value / 2 ** 32)), ...u32(value)]
const text = (value: string) => [...value].map((letter) => letter.charCodeAt(0))
const zeros = (length: number) => Array.from({ length }, () => 0)

function box(type: string, ...contents: number[][]): number[] {
  const content = contents.flat()
  return [...u32(content.length + 8), ...text(type), ...content]
}

/** `mvhd` or `mdhd`. */
const times = (type: string, timescale: number, duration: number) =>
  box(type, zeros(12), u32(timescale), u32(duration), zeros(4))

/** Durations in milliseconds, times in the timescale of the track (90 kHz). */
interface Edit {
  duration: number
  mediaTime: number
  rate?: number
}

function list(edits: Edit[], isLong = false): number[] {
  const number = isLong ? u64 : u32
  const entries = edits.map(({ duration, mediaTime, rate = 1 }) => [
    ...number(duration),
    ...number(mediaTime),
    ...u16(rate),
    ...u16(0),
  ])
  return box('edts', box('elst', [Number(isLong), 0, 0, 0], u32(edits.length), ...entries))
}

/** A track of 60 seconds. */
const track = (edits: number[], kind = 'vide') =>
  box(
    'trak',
    box('tkhd', zeros(84)),
    edits,
    box('mdia', times('mdhd', 90_000, 60 * 90_000), box('hdlr', zeros(8), text(kind), zeros(12))),
  )

const movie = (...tracks: number[][]) => box('moov', times('mvhd', 1000, 60_000), ...tracks)
const fileOf = (...boxes: number[][]) => new Blob([new Uint8Array(boxes.flat())])

const all = { duration: 60_000, mediaTime: 0 }
const pause = { duration: 500, mediaTime: -1 }

describe('isEdited is false for a file', () => {
  it.each([
    ['without an edit list', []],
    ['with an edit list of the whole track', list([all])],
    ['with a 64-bit edit list of the whole track', list([all], true)],
    ['with a later start', list([{ duration: 50_000, mediaTime: 10 * 90_000 }])],
    ['without the last audio packet', list([{ duration: 59_900, mediaTime: 0 }])],
    ['with an initial pause', list([pause, all])],
    ['with an initial pause, in 64 bits', list([pause, all], true)],
    ['with an open-ended edit', list([{ duration: 0, mediaTime: 0 }])],
  ])('%s', async (_, edits) => {
    expect(await isEdited(fileOf(movie(track(edits))))).toBe(false)
  })

  it('with an edited time code track', async () => {
    const early = list([{ duration: 1000, mediaTime: 0 }])
    expect(await isEdited(fileOf(movie(track([]), track(early, 'tmcd'))))).toBe(false)
  })
})

describe('isEdited is true for a file', () => {
  it.each([
    ['with an earlier end', list([{ duration: 30_000, mediaTime: 0 }])],
    ['with an earlier end, in 64 bits', list([{ duration: 30_000, mediaTime: 0 }], true)],
    [
      'with a later start and an earlier end',
      list([pause, { duration: 30_000, mediaTime: 10 * 90_000 }]),
    ],
    [
      'without its middle',
      list([
        { duration: 20_000, mediaTime: 0 },
        { duration: 20_000, mediaTime: 40 * 90_000 },
      ]),
    ],
    ['with speed 0', list([{ ...all, rate: 0 }])],
  ])('%s', async (_, edits) => {
    expect(await isEdited(fileOf(movie(track(edits))))).toBe(true)
  })

  it('with an edited audio track and its tables at the end', async () => {
    const early = list([{ duration: 30_000, mediaTime: 0 }])
    const wide = [...u32(1), ...text('mdat'), ...u64(16 + 40), ...zeros(40)]
    const file = fileOf(box('ftyp', zeros(8)), wide, movie(track([]), track(early, 'soun')))
    expect(await isEdited(file)).toBe(true)
  })
})

it('isEdited is false for invalid files', async () => {
  expect(await isEdited(fileOf(text('This is not a video at all.')))).toBe(false)
  expect(await isEdited(fileOf(u32(4), text('moov')))).toBe(false)
  expect(await isEdited(fileOf(movie(track(list([all]))).slice(0, -30)))).toBe(false)
  expect(await isEdited(new Blob([]))).toBe(false)
})
