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
import { ChunkedTarget } from '../../src/media/worker/chunked-target.ts'

/** Collects chunks, and the content of a file after they were written to it. */
class WrittenFile {
  readonly sizes: number[] = []
  readonly bytes: number[] = []

  readonly add = ({ data, position }: { data: Uint8Array; position: number }): void => {
    this.sizes.push(data.length)
    for (const [index, byte] of data.entries()) this.bytes[position + index] = byte
  }
}

const step = fc.record({
  bytes: fc.uint8Array({ maxLength: 40 }),
  /** Most writes are sequential; some overlap earlier bytes, some leave a gap. */
  back: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -20, max: 60 })),
  isFlushed: fc.boolean(),
})

it('emits chunks of at least the given size, except at the end and before a write elsewhere', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30 }),
      fc.integer({ min: 1, max: 50 }),
      async (steps, size) => {
        const emitted = new WrittenFile()
        const expected = new WrittenFile()
        const target = new ChunkedTarget(size, emitted.add)
        for (const { bytes, back, isFlushed } of steps) {
          const position = Math.max(0, expected.bytes.length - back)
          target._write(bytes, position)
          expected.add({ data: bytes, position })
          if (isFlushed) await target._flush()
        }
        await target._finalize()
        expect(emitted.bytes).toEqual(expected.bytes)
        if (steps.every(({ back }) => back === 0))
          expect(emitted.sizes.slice(0, -1).every((length) => length >= size)).toBe(true)
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

it('receives the same bytes from mediabunny as BufferTarget', async () => {
  // The file contains its creation time.
  vi.useFakeTimers({ toFake: ['Date'] })
  const expected = new BufferTarget()
  await mp4(expected)
  const emitted = new WrittenFile()
  await mp4(new ChunkedTarget(1024, emitted.add))
  expect(emitted.bytes).toEqual([...new Uint8Array(expected.buffer ?? new ArrayBuffer())])
  // Sequential, except for the eight bytes near the start with the length of the media data; the tables follow.
  const [length, tables] = emitted.sizes.slice(-2)
  expect(length).toBe(8)
  expect(tables).toBeGreaterThan(8)
  expect(Math.min(...emitted.sizes.slice(0, -3))).toBeGreaterThanOrEqual(1024)
})
