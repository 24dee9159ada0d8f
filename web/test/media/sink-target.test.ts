import * as fc from 'fast-check'
import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  type Target,
} from 'mediabunny'
import { afterEach, expect, it, vi } from 'vitest'
import { SinkTarget } from '../../src/media/worker/sink-target.ts'

/** What a file holds after all of that was written into it. */
class Pieces {
  readonly sizes: number[] = []
  readonly bytes: number[] = []

  readonly add = ({ data, position }: { data: Uint8Array; position: number }): void => {
    this.sizes.push(data.length)
    for (const [index, byte] of data.entries()) this.bytes[position + index] = byte
  }
}

const step = fc.record({
  bytes: fc.uint8Array({ maxLength: 40 }),
  /** Most of it follows what is there; some goes into it, and some leaves a gap. */
  back: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -20, max: 60 })),
  isFlushed: fc.boolean(),
})

it('hands on what was written, less than a size of it only if it is told to end or go elsewhere', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30 }),
      fc.integer({ min: 1, max: 50 }),
      async (steps, size) => {
        const pieces = new Pieces()
        const expected = new Pieces()
        const target = new SinkTarget(size, pieces.add)
        for (const { bytes, back, isFlushed } of steps) {
          const position = Math.max(0, expected.bytes.length - back)
          target._write(bytes, position)
          expected.add({ data: bytes, position })
          if (isFlushed) await target._flush()
        }
        await target._finalize()
        expect(pieces.bytes).toEqual(expected.bytes)
        if (steps.every(({ back }) => back === 0))
          expect(pieces.sizes.slice(0, -1).every((one) => one >= size)).toBe(true)
      },
    ),
  ))

afterEach(() => vi.useRealTimers())

async function mp4(target: Target): Promise<void> {
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: false }), target })
  const source = new EncodedVideoPacketSource('vp9')
  output.addVideoTrack(source)
  await output.start()
  const decoderConfig = { codec: 'vp09.00.10.08', codedWidth: 16, codedHeight: 16 }
  for (let index = 0; index < 90; index++) {
    const bytes = new Uint8Array(100).fill(index)
    const packet = new EncodedPacket(bytes, 'key', index / 30, 1 / 30)
    await source.add(packet, { decoderConfig })
  }
  await output.finalize()
}

it('is given by mediabunny what its own target is', async () => {
  // It writes down when a file was made.
  vi.useFakeTimers({ toFake: ['Date'] })
  const whole = new BufferTarget()
  await mp4(whole)
  const pieces = new Pieces()
  await mp4(new SinkTarget(1024, pieces.add))
  expect(pieces.bytes).toEqual([...new Uint8Array(whole.buffer ?? new ArrayBuffer())])
  // From front to back, but for the eight bytes near the start that say how long it became, and what follows them.
  const [length, tables] = pieces.sizes.slice(-2)
  expect(length).toBe(8)
  expect(tables).toBeGreaterThan(8)
  expect(Math.min(...pieces.sizes.slice(0, -3))).toBeGreaterThanOrEqual(1024)
})
