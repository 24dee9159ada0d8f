import { afterEach, beforeEach, expect, it, vi } from 'vitest'

/** A codec that emits what it is given, or hangs. */
class TestCodec {
  static isConfigSupported = async () => ({ supported: true })
  readonly #init: { output(...output: unknown[]): void }
  constructor(init: { output(...output: unknown[]): void }) {
    this.#init = init
  }
  decode(input: unknown): void {
    if (input !== 'hang') this.#init.output(input, 'metadata')
  }
}

interface Scope {
  AudioDecoder: typeof TestCodec
}

const send = vi.fn()

/** A new worker with one codec. */
async function startWorker(): Promise<Scope & typeof import('../../src/media/worker/activity.ts')> {
  vi.resetModules()
  const activity = await import('../../src/media/worker/activity.ts')
  const scope: Scope = { AudioDecoder: TestCodec }
  activity.startActivityReports(scope, send)
  return { ...scope, ...activity }
}

beforeEach(() => {
  vi.useFakeTimers()
  send.mockClear()
})
afterEach(() => void vi.useRealTimers())

it('reports the output of a codec, and passes it on', async () => {
  const { AudioDecoder } = await startWorker()
  const output = vi.fn()
  const decoder = new AudioDecoder({ output })
  decoder.decode('hang')
  expect(send).not.toHaveBeenCalled()
  decoder.decode('a')
  expect(output).toHaveBeenCalledWith('a', 'metadata')
  expect(send).toHaveBeenCalledOnce()
  expect(await AudioDecoder.isConfigSupported()).toEqual({ supported: true })
})

it('reports at most once a second', async () => {
  const { noteActivity } = await startWorker()
  for (let call = 0; call < 100; call++) noteActivity()
  expect(send).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(1000)
  noteActivity()
  expect(send).toHaveBeenCalledTimes(2)
})

it('counts as active while it waits for the page, and not afterwards', async () => {
  const { waitForPage } = await startWorker()
  const { promise, resolve } = Promise.withResolvers<void>()
  const waiting = waitForPage(promise)
  vi.advanceTimersByTime(10_000)
  expect(send).toHaveBeenCalledTimes(10)
  resolve()
  await waiting
  vi.advanceTimersByTime(10_000)
  expect(send).toHaveBeenCalledTimes(10)
})
