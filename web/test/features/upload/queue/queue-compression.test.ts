import { describe, expect, it, vi } from 'vitest'
import { chosen, createTestQueue, video } from './test-queue.ts'

describe('compression', () => {
  it('is requested for the chosen quality, reports progress and is stored in the journal', async () => {
    const { queue, transfers, stage, id, journaled } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    const jobId = id('a.mp4')
    queue.chooseQuality(jobId, { quality: '480p' })
    queue.start(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    const { options } = transfers[0] ?? {}
    expect(options?.compression).toMatchObject({ choice: { quality: '480p' }, jobId })
    options?.compression?.resumedFrom('source')
    expect(queue.jobs.value[0]).toMatchObject({ resumedFrom: 'source' })
    const clock = vi.spyOn(performance, 'now')
    for (const seconds of [0, 9]) {
      clock.mockReturnValue(seconds * 1000)
      const result = { totalBytes: 10, encoded: 0.5, remainingEncodingSeconds: 30 }
      options?.listener.progress(1, result)
    }
    clock.mockRestore()
    expect(queue.jobs.value[0]).toMatchObject({
      activity: 'compressing',
      transferred: { remainingSeconds: 30 },
    })
    expect(journaled.get(jobId)?.source.choice).toEqual({ quality: '480p' })
    options?.listener.progress(10, { totalBytes: 10, encoded: 1 })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
  })

  it('that fell back to the original is remembered on the next page, with its session', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    const jobId = before.id('a.mp4')
    before.queue.chooseQuality(jobId, { quality: '480p' })
    before.queue.start(jobId)
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    const { listener, compression } = before.transfers[0]?.options ?? {}
    compression?.fellBackToOriginal('not-useful')
    expect(before.journaled.get(jobId)).toMatchObject({ sessionKey: '' })
    listener?.sessionOpened('session of the original')
    await vi.waitFor(() => expect(before.storedFiles.size).toBe(1))
    const after = createTestQueue(before)
    await after.queue.restore()
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.transfers[0]?.options.compression).toBeUndefined()
    expect(after.transfers[0]?.options.sessionKey).toBe('session of the original')
  })

  it('that had a wrong result is published as the original, and the job states it until it is ready', async () => {
    const { queue, transfers, stage, id, journaled } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    const jobId = id('a.mp4')
    queue.chooseQuality(jobId, { quality: '480p' })
    queue.start(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.options.compression?.fellBackToOriginal('wrong-result')
    expect(journaled.get(jobId)).toMatchObject({ sessionKey: '', hadWrongResult: true })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    expect(queue.jobs.value[0]).toMatchObject({ hadWrongResult: true })
    expect(queue.jobs.value[0]?.source.choice).toBeUndefined()
  })

  it('reads the stored copy if the file changes on disk', async () => {
    const { queue, transfers, id, stage, storedFiles } = createTestQueue()
    const changed = video('a.mp4')
    await queue.add([{ file: changed }])
    const jobId = id('a.mp4')
    await vi.waitFor(() => expect(storedFiles.has(jobId)).toBe(true))
    storedFiles.set(jobId, video('a.mp4'))
    queue.chooseQuality(jobId, { quality: '480p' })
    queue.start(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    const problem = Object.assign(new Error('gone'), { name: 'CompressionError' })
    changed.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('changed')) }) as never
    transfers[0]?.fail(problem)
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect(transfers[1]?.file).toBe(storedFiles.get(jobId))
    // The copy can be read but not compressed.
    transfers[1]?.fail(problem)
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('failed'))
  })
})
