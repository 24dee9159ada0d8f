import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { privateFileStore } from '../../src/platform/files/private-file-store.ts'
import { createFinishedFile, recordingSize } from '../../src/platform/recording-files.ts'

/** The files of the only recording, by name. A file with an exception cannot be read. */
let files: Map<string, { size: number } | DOMException>

const recording = {
  keys: () => files.keys(),
  getFileHandle: async (name: string, options?: { create: boolean }) => {
    if (options?.create) files.set(name, { size: 0 })
    const file = files.get(name)
    if (!file) throw new DOMException('There is no such file.', 'NotFoundError')
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

it('returns size 0 only for a missing recording', async () => {
  expect(await recordingSize(privateFileStore, 'one')).toBe(0)
  files.set('raw', { size: 1000 })
  expect(await recordingSize(privateFileStore, 'one')).toBe(1000)
  files.set('raw', new DOMException('The disk does not answer.', 'NotReadableError'))
  await expect(recordingSize(privateFileStore, 'one')).rejects.toThrow('does not answer')
})

it('replaces the finished file of an earlier attempt and leaves the raw file', async () => {
  files.set('raw', { size: 1000 }).set('Earlier title.mp4', { size: 10 })
  await createFinishedFile(privateFileStore, 'one', 'Title.mp4')
  expect([...files.keys()]).toEqual(['raw', 'Title.mp4'])
})
