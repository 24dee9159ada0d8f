import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFinished, sizeOf } from '../../src/platform/recording-files.ts'

/** The files of the one recording there is, by name; an exception stands for one that cannot be read. */
let files: Map<string, { size: number } | DOMException>

const recording = {
  keys: () => files.keys(),
  getFileHandle: async (name: string, options?: { create: boolean }) => {
    if (options?.create) files.set(name, { size: 0 })
    const file = files.get(name)
    if (!file) throw new DOMException('There is none.', 'NotFoundError')
    return {
      getFile: async () => {
        if (file instanceof DOMException) throw file
        return file
      },
      createSyncAccessHandle: async () => ({ truncate: () => undefined }),
    }
  },
  removeEntry: async (name: string) => void files.delete(name),
}
const captured = { getDirectoryHandle: async () => recording }
const root = { getDirectoryHandle: async () => captured }

beforeEach(() => {
  files = new Map()
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => root } })
})
afterEach(() => vi.unstubAllGlobals())

it('has nothing to make a file of only where there is nothing', async () => {
  expect(await sizeOf('one')).toBe(0)
  files.set('raw', { size: 1000 })
  expect(await sizeOf('one')).toBe(1000)
  files.set('raw', new DOMException('The disk does not answer.', 'NotReadableError'))
  await expect(sizeOf('one')).rejects.toThrow('does not answer')
})

it('keeps of two attempts to make a file the later one alone, and what both are made of', async () => {
  files.set('raw', { size: 1000 }).set('An earlier title.mp4', { size: 10 })
  await createFinished('one', 'Title.mp4')
  expect([...files.keys()]).toEqual(['raw', 'Title.mp4'])
})
