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

/** Durations in thousandths of a second, times in the media's timescale. */
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

/** Sixty seconds, in ninety thousandths of one. */
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

describe('a file is shown as it lies there', () => {
  it.each([
    ['without an edit list', []],
    ['with one that says all of it', list([all])],
    ['with one in long numbers', list([all], true)],
    ['from a later moment on', list([{ duration: 50_000, mediaTime: 10 * 90_000 }])],
    ['but for a packet of sound at its end', list([{ duration: 59_900, mediaTime: 0 }])],
    ['after a pause', list([pause, all])],
    ['after a pause, in long numbers', list([pause, all], true)],
    ['for as long as it may become', list([{ duration: 0, mediaTime: 0 }])],
  ])('%s', async (_, edits) => {
    expect(await isEdited(fileOf(movie(track(edits))))).toBe(false)
  })

  it('whatever is said of its time codes', async () => {
    const early = list([{ duration: 1000, mediaTime: 0 }])
    expect(await isEdited(fileOf(movie(track([]), track(early, 'tmcd'))))).toBe(false)
  })
})

describe('a file is edited', () => {
  it.each([
    ['whose end was cut away', list([{ duration: 30_000, mediaTime: 0 }])],
    ['whose end was cut away, in long numbers', list([{ duration: 30_000, mediaTime: 0 }], true)],
    ['whose start and end were', list([pause, { duration: 30_000, mediaTime: 10 * 90_000 }])],
    [
      'whose middle was',
      list([
        { duration: 20_000, mediaTime: 0 },
        { duration: 20_000, mediaTime: 40 * 90_000 },
      ]),
    ],
    ['that stands still', list([{ ...all, rate: 0 }])],
  ])('%s', async (_, edits) => {
    expect(await isEdited(fileOf(movie(track(edits))))).toBe(true)
  })

  it('by its sound, and wherever its tables are', async () => {
    const early = list([{ duration: 30_000, mediaTime: 0 }])
    const wide = [...u32(1), ...text('mdat'), ...u64(16 + 40), ...zeros(40)]
    const file = fileOf(box('ftyp', zeros(8)), wide, movie(track([]), track(early, 'soun')))
    expect(await isEdited(file)).toBe(true)
  })
})

it('what makes no sense is no edit', async () => {
  expect(await isEdited(fileOf(text('This is not a video at all.')))).toBe(false)
  expect(await isEdited(fileOf(u32(4), text('moov')))).toBe(false)
  expect(await isEdited(fileOf(movie(track(list([all]))).slice(0, -30)))).toBe(false)
  expect(await isEdited(new Blob([]))).toBe(false)
})
