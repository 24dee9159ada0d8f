import * as fc from 'fast-check'
import {
  BlobSource,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP4,
  Output,
} from 'mediabunny'
import { expect, it } from 'vitest'
import { ChunkedTarget } from '../../src/media/worker/chunked-target.ts'
import { SequentialMp4Format } from '../../src/media/worker/sequential-mp4.ts'

const frameRate = 30
const chunkSize = 64 * 1024
const decoderConfig = { codec: 'vp09.00.10.08', codedWidth: 16, codedHeight: 16 }
const contentOf = (index: number, size: number) => new Uint8Array(size).fill(index % 251)

/** Writes frames of these sizes to a file. After each frame, `observe` receives the file and the open header. */
async function write(
  sizes: readonly number[],
  observe: (written: Uint8Array, openHeader: number) => void = () => undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  let memory = new Uint8Array(1024 * 1024)
  let size = 0
  const format = new SequentialMp4Format()
  const target = new ChunkedTarget(chunkSize, ({ data, position }) => {
    size = Math.max(size, position + data.length)
    const earlier = memory
    if (size > memory.length) memory = new Uint8Array(2 * size)
    if (memory !== earlier) memory.set(earlier)
    memory.set(data, position)
  })
  const output = new Output({ format, target })
  const source = new EncodedVideoPacketSource('vp9')
  output.addVideoTrack(source)
  await output.start()
  for (const [index, length] of sizes.entries()) {
    const data = contentOf(index, length)
    const packet = new EncodedPacket(data, 'key', index / frameRate, 1 / frameRate)
    await source.add(packet, { decoderConfig })
    format.share = (index + 1) / sizes.length
    observe(memory.subarray(0, size), format.openHeader)
  }
  await output.finalize()
  return memory.slice(0, size)
}

/** Types and lengths of the boxes of a file. */
function boxesOf(file: Uint8Array) {
  const view = new DataView(file.buffer)
  const boxes: { type: string; length: number }[] = []
  for (let at = 0; at < file.length;) {
    const length = view.getUint32(at)
    boxes.push({ type: new TextDecoder().decode(file.subarray(at + 4, at + 8)), length })
    at += Math.max(8, length)
  }
  return boxes
}

const frameSizes = fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 200 })

it('changes only the open header after bytes were emitted', () =>
  fc.assert(
    fc.asyncProperty(frameSizes, async (sizes) => {
      const seen: { start: number; bytes: Uint8Array }[] = []
      const file = await write(sizes, (written, openHeader) => {
        seen.push({ start: 0, bytes: written.slice(0, openHeader) })
        seen.push({ start: openHeader + 8, bytes: written.slice(openHeader + 8) })
      })
      for (const { start, bytes } of seen)
        expect(bytes.every((byte, index) => byte === file[start + index])).toBe(true)
    }),
    { numRuns: 20 },
  ))

it('contains all frames, in boxes that cover the whole file', () =>
  fc.assert(
    fc.asyncProperty(frameSizes, async (sizes) => {
      const file = await write(sizes)
      const boxes = boxesOf(file)
      expect(boxes.reduce((sum, { length }) => sum + length, 0)).toBe(file.length)
      expect(boxes.at(0)?.type).toBe('ftyp')
      expect(boxes.at(-1)?.type).toBe('moov')
      expect(new Set(boxes.slice(1, -1).map(({ type }) => type))).toEqual(new Set(['mdat']))
      using input = new Input({ source: new BlobSource(new Blob([file])), formats: [MP4] })
      const track = await input.getPrimaryVideoTrack()
      const found: Uint8Array[] = []
      if (track)
        for await (const { data } of new EncodedPacketSink(track).packets()) found.push(data)
      expect(found.map(({ length }) => length)).toEqual(sizes)
      expect(found.every((data, index) => data.every((byte) => byte === index % 251))).toBe(true)
    }),
    { numRuns: 20 },
  ))

it('has few boxes, and finishes them early near the start and near the end', async () => {
  const mebibyte = 1024 * 1024
  const frames = 60 * frameRate
  const size = 11_000
  /** Bytes that may not be sent yet, by the number of written ones. */
  const held: { end: number; held: number }[] = []
  const file = await write(Array<number>(frames).fill(size), ({ length }, openHeader) =>
    held.push({ end: length, held: length - openHeader }),
  )
  expect(boxesOf(file).length).toBeLessThan(60)
  const maxHeld = (from: number, to: number) =>
    Math.max(...held.filter(({ end }) => end > from && end < to).map((state) => state.held))
  expect(maxHeld(0, mebibyte)).toBeLessThan(mebibyte / 2)
  expect(maxHeld(file.length - mebibyte, file.length)).toBeLessThan(mebibyte / 2)
  expect(maxHeld(0, file.length)).toBeLessThan(file.length / 5)
})
