import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => vi.unstubAllGlobals())

/** A file with space for a number of bytes. */
function fileOf(room: number) {
  let content: number[] = []
  const handle = {
    write(bytes: Uint8Array, { at }: { at: number }) {
      const taken = bytes.subarray(0, Math.max(0, room - at))
      content = [...content.slice(0, at), ...taken]
      return taken.length
    },
    truncate: (size: number) => void (content = content.slice(0, size)),
    flush: vi.fn(),
    close: vi.fn(),
  }
  return { handle, content: () => content }
}

it('ends a recording with the last complete chunk when a write fails', async () => {
  const { handle, content } = fileOf(5)
  const directory = {
    getDirectoryHandle: async () => directory,
    getFileHandle: async () => ({ createSyncAccessHandle: async () => handle }),
  }
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => directory } })
  const answers: { type: string; failure?: string }[] = []
  vi.stubGlobal('postMessage', (answer: { type: string }) => answers.push(answer))
  await import('../../../src/features/capture/adapters/recording-worker.ts')
  const send = (data: object) => self.dispatchEvent(new MessageEvent('message', { data }))

  send({ type: 'open', directory: 'one', storage: 'private-files' })
  send({ type: 'append', chunk: new Blob([new Uint8Array([1, 2, 3])]) })
  send({ type: 'append', chunk: new Blob([new Uint8Array([4, 5, 6])]) })
  send({ type: 'append', chunk: new Blob([new Uint8Array([7])]) })
  send({ type: 'close' })
  await vi.waitFor(() => expect(answers.at(-1)?.type).toBe('closed'))
  expect(answers.map(({ type }) => type)).toEqual(['opened', 'written', 'failed', 'closed'])
  expect(answers[2]?.failure).toBe('no-space')
  expect(content()).toEqual([1, 2, 3])
  expect(handle.close).toHaveBeenCalledTimes(1)
})
