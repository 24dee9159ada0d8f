import { describe, expect, it } from 'vitest'
import { hasClusterJump } from '../../src/media/worker/matroska-clusters.ts'
import { hasTransportJump } from '../../src/media/worker/transport-timestamps.ts'

const fill = (length: number, value = 0) => Array.from({ length }, () => value)

/** Packets of an MPEG transport stream whose frames start at these times in seconds, on one or more streams. */
function transport(frames: [stream: number, seconds: number][], before = 0, after = 0): Blob {
  const packets = frames.flatMap(([stream, seconds]) => {
    const ticks = Math.round(seconds * 90_000) % 2 ** 33
    const time = [
      0x21 | (Math.floor(ticks / 2 ** 30) << 1),
      Math.floor(ticks / 2 ** 22) & 255,
      (Math.floor(ticks / 2 ** 14) & 255) | 1,
      Math.floor(ticks / 2 ** 7) & 255,
      ((ticks % 128) << 1) | 1,
    ]
    const packet = [0x47, 0x40 | (stream >> 8), stream & 255, 0x10]
    packet.push(0, 0, 1, 0xe0, 0, 0, 0x80, 0x80, 5, ...time)
    return [...fill(before), ...packet, ...fill(188 - packet.length, 255), ...fill(after)]
  })
  return new Blob([Uint8Array.from(packets)])
}

const steady = (start: number, count = 20): [number, number][] =>
  Array.from({ length: count }, (_, index) => [0x100, start + index / 25])

describe('hasTransportJump', () => {
  it.each([
    ['188', 0, 0],
    ['192', 4, 0],
    ['204', 0, 16],
  ])('is false for a steady stream in packets of %s bytes', async (_, before, after) => {
    expect(await hasTransportJump(transport(steady(90_000), before, after))).toBe(false)
    const joined = transport([...steady(7), ...steady(1)], before, after)
    expect(await hasTransportJump(joined)).toBe(true)
  })

  it('is true if the clock wraps, or skips a minute', async () => {
    const wrap = 2 ** 33 / 90_000
    expect(await hasTransportJump(transport(steady(wrap - 0.4)))).toBe(true)
    expect(await hasTransportJump(transport([...steady(1), ...steady(62)]))).toBe(true)
  })

  it('is false if only the streams differ', async () => {
    const frames: [number, number][] = [
      [0x100, 5],
      [0x101, 1],
      [0x100, 5.04],
      [0x101, 1.02],
    ]
    expect(await hasTransportJump(transport(frames))).toBe(false)
  })

  it('is false for other files', async () => {
    expect(await hasTransportJump(new Blob(['This is not a stream.'.repeat(100)]))).toBe(false)
    expect(await hasTransportJump(new Blob([]))).toBe(false)
  })
})

const element = (
  id: number[],
  content: number[],
  size = [
    0x10 | (content.length >> 24),
    content.length >> 16,
    content.length >> 8,
    content.length,
  ].map((byte) => byte & 255),
) => [...id, ...size, ...content]
const unknown = [0x01, ...fill(7, 255)]
const u32 = (value: number) => [24, 16, 8, 0].map((bits) => (value >>> bits) & 255)

/** A WebM with clusters at these times in milliseconds. */
function webm(times: number[], isLive: boolean): number[] {
  const clusters = times.flatMap((time) => {
    const content = [...element([0xe7], u32(time)), ...element([0xa3], fill(300, 7))]
    return element([0x1f, 0x43, 0xb6, 0x75], content, isLive ? unknown : undefined)
  })
  const info = element([0x15, 0x49, 0xa9, 0x66], element([0x2a, 0xd7, 0xb1], u32(1_000_000)))
  const segment = element(
    [0x18, 0x53, 0x80, 0x67],
    [...info, ...clusters],
    isLive ? unknown : undefined,
  )
  return [...element([0x1a, 0x45, 0xdf, 0xa3], fill(8, 1)), ...segment]
}

describe('hasClusterJump', () => {
  const file = (...parts: number[][]) => new Blob(parts.map((part) => Uint8Array.from(part)))

  it.each([true, false])('compares the clusters; live: %s', async (isLive) => {
    expect(await hasClusterJump(file(webm([0, 5000, 9990, 15_000], isLive)))).toBe(false)
    expect(await hasClusterJump(file(webm([0, 5000, 1000, 6000], isLive)))).toBe(true)
  })

  it.each([true, false])('finds a second file after the first; live: %s', async (isLive) => {
    expect(await hasClusterJump(file(webm([0, 5000], isLive), webm([9000], isLive)))).toBe(true)
  })

  it('ends for a truncated file and for other files', async () => {
    expect(await hasClusterJump(file(webm([0, 5000], false).slice(0, -100)))).toBe(false)
    expect(await hasClusterJump(new Blob(['not Matroska at all']))).toBe(false)
  })
})
