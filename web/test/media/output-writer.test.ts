import { BlobSource, EncodedPacket, EncodedVideoPacketSource, Input, MP4, Output } from 'mediabunny'
import { expect, it } from 'vitest'
import { ChunkedTarget } from '../../src/media/worker/chunked-target.ts'
import { OutputWriter } from '../../src/media/worker/output-writer.ts'
import { isReleased } from '../../src/media/worker/released-bytes.ts'
import { SequentialMp4Format } from '../../src/media/worker/sequential-mp4.ts'
import { memoryFileStore } from '../../src/platform/files/memory-file-store.ts'
import type { OutputFile } from '../../src/platform/files/file-store.ts'
import { StorageError } from '../../src/platform/storage-error.ts'

const mebibyte = 1024 * 1024
const data = new Uint8Array(mebibyte)

/** A file that only records which bytes are released. */
function fakeFile() {
  const released: [number, number][] = []
  const file: OutputFile = {
    write: async () => undefined,
    read: async () => new ArrayBuffer(),
    release: async (start, end) => void released.push([start / mebibyte, end / mebibyte]),
    truncate: async () => undefined,
    flush: async () => undefined,
    close: async () => undefined,
  }
  return { file, released }
}

/** Writes until the limit, and resolves with whether the last write is still waiting. */
async function fill(writer: OutputWriter, count: number) {
  let pending = 0
  for (let index = 0; index < count; index++) {
    pending++
    void writer.write({ data, position: index * mebibyte }).then(() => pending--)
    await new Promise((resolve) => setTimeout(resolve))
  }
  return () => pending
}

it('waits at the limit until sent bytes are released, but never releases the start and the end', async () => {
  const { file, released } = fakeFile()
  const writer = new OutputWriter(file, { maxHeldBytes: 60 * mebibyte, isSentWhileWritten: true })
  const pending = await fill(writer, 61)
  expect(pending()).toBe(1)
  await writer.release(20 * mebibyte)
  await new Promise((resolve) => setTimeout(resolve))
  expect(pending()).toBe(0)
  await writer.release(61 * mebibyte)
  expect(released).toEqual([
    [16, 20],
    [16, 45],
  ])
})

it('releases nothing while half of the limit is not reached, so that all bytes can be verified', async () => {
  const { file, released } = fakeFile()
  const writer = new OutputWriter(file, { maxHeldBytes: 200 * mebibyte, isSentWhileWritten: true })
  await fill(writer, 100)
  await writer.release(60 * mebibyte)
  expect(released).toEqual([])
  expect(writer.hasGaps).toBe(false)
  await fill(writer, 101)
  expect(released).toEqual([[16, 60]])
  expect(writer.hasGaps).toBe(true)
})

it('keeps the frames before and after released bytes readable', async () => {
  const opened = await memoryFileStore.create('compressed/a.mp4')
  const limits = { maxHeldBytes: 40 * mebibyte, isSentWhileWritten: true }
  const writer = new OutputWriter(opened, limits)
  const format = new SequentialMp4Format()
  const target = new ChunkedTarget(mebibyte, (chunk) => writer.write(chunk))
  const output = new Output({ format, target })
  const source = new EncodedVideoPacketSource('vp9')
  output.addVideoTrack(source)
  await output.start()
  const decoderConfig = { codec: 'vp09.00.10.08', codedWidth: 16, codedHeight: 16 }
  const count = 120
  for (let index = 0; index < count; index++) {
    const packet = new EncodedPacket(new Uint8Array(mebibyte / 2).fill(7), 'key', index, 1)
    await source.add(packet, { decoderConfig })
    format.share = (index + 1) / count
    writer.report(format.openHeader)
    await writer.release(writer.written)
  }
  await output.finalize()
  await writer.restoreHeaders(format.headers)
  await opened.close()
  expect(writer.hasGaps).toBe(true)
  const file = (await memoryFileStore.open('compressed/a.mp4')) ?? new Blob()
  using input = new Input({ source: new BlobSource(file), formats: [MP4] })
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error('There is no track.')
  expect(await isReleased(track, 0, 0)).toBe(false)
  expect(await isReleased(track, 60, 60)).toBe(true)
  expect(await isReleased(track, count - 1, count - 1)).toBe(false)
})

it('fails at the limit if nothing is sent before the output is complete', async () => {
  const { file } = fakeFile()
  const writer = new OutputWriter(file, { maxHeldBytes: mebibyte, isSentWhileWritten: false })
  await writer.write({ data, position: 0 })
  const full = await writer.write({ data, position: mebibyte }).catch((error: unknown) => error)
  expect(full).toBeInstanceOf(StorageError)
  expect(full).toMatchObject({ isFull: true })
})

it('refuses to change bytes that may be sent, except the header that was reported as open', async () => {
  const { file } = fakeFile()
  const writer = new OutputWriter(file, { maxHeldBytes: Infinity, isSentWhileWritten: true })
  const header = new Uint8Array(8)
  await writer.write({ data, position: 0 })
  await writer.write({ data: header, position: 28 })
  expect(writer.report(28)).toEqual({ written: mebibyte, openHeader: 28 })
  await writer.write({ data: header, position: 28 })
  await writer.write({ data, position: mebibyte })
  await writer.write({ data: header, position: mebibyte })
  writer.report(mebibyte)
  await expect(writer.write({ data: header, position: 28 })).rejects.toThrow('twice')
})
