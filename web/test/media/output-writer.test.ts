import { expect, it } from 'vitest'
import { OutputWriter } from '../../src/media/worker/output-writer.ts'
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

it('fails at the limit if nothing is sent before the output is complete', async () => {
  const { file } = fakeFile()
  const writer = new OutputWriter(file, { maxHeldBytes: mebibyte, isSentWhileWritten: false })
  await writer.write({ data, position: 0 })
  const full = await writer.write({ data, position: mebibyte }).catch((error: unknown) => error)
  expect(full).toBeInstanceOf(StorageError)
  expect(full).toMatchObject({ isFull: true })
})

it('refuses to change bytes that may be sent, except near the start', async () => {
  const { file } = fakeFile()
  const writer = new OutputWriter(file, { maxHeldBytes: Infinity, isSentWhileWritten: true })
  await writer.write({ data, position: 0 })
  await writer.write({ data: new Uint8Array(8), position: 28 })
  await expect(writer.write({ data: new Uint8Array(8), position: 2048 })).rejects.toThrow('twice')
})
