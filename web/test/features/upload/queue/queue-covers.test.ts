import { describe, expect, it, vi } from 'vitest'
import { chosen, createTestQueue, settled, type TestQueue } from './test-queue.ts'

describe('a cover', () => {
  const picture = (name = 'cover.jpg') => new File(['a picture'], name, { type: 'image/jpeg' })
  const coverOf = ({ queue }: TestQueue) => queue.jobs.value[0]?.cover

  it('is sent with the video if it was chosen before', async () => {
    const all = createTestQueue()
    const { queue, transfers, id, stage, coversSent } = all
    await queue.add([chosen('a.mp4')])
    queue.edit(id('a.mp4'), { type: 'cover', file: picture() })
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    const { cover, listener } = transfers[0]?.options ?? {}
    expect(cover).toMatchObject({ isStored: false, file: { name: 'cover.jpg' } })
    listener?.coverSettled(cover?.id ?? '', { state: 'sent' })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    expect(coverOf(all)?.state).toBe('sent')
    expect(coversSent).toEqual([])
  })

  it('is sent after the video if it was chosen later, and reported to the edge', async () => {
    const all = createTestQueue()
    const { queue, transfers, id, stage, coversSent, coversReported } = all
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    queue.edit(id('a.mp4'), { type: 'cover', file: picture('meanwhile.jpg') })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('sent'))
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    queue.edit(id('a.mp4'), { type: 'cover', file: picture('afterwards.jpg') })
    await vi.waitFor(() => expect(coversReported).toHaveLength(2))
    expect(coversSent).toEqual(['meanwhile.jpg for 7', 'afterwards.jpg for 7'])
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('sent'))
  })

  it('that is replaced while it is being sent is followed by its replacement', async () => {
    const all = createTestQueue()
    const { queue, transfers, id, coversSent, delayAnswers } = all
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.commit()
    await settled()
    const answer = delayAnswers()
    queue.edit(id('a.mp4'), { type: 'cover', file: picture('one.jpg') })
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('sending'))
    await settled()
    queue.edit(id('a.mp4'), { type: 'cover', file: picture('other.jpg') })
    answer()
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('sent'))
    expect(coversSent).toEqual(['one.jpg for 7', 'other.jpg for 7'])
  })

  it('that fails does not affect the video and can be retried', async () => {
    const all = createTestQueue()
    const { queue, transfers, id, stage, storedCovers, coversSent } = all
    await queue.add([chosen('a.mp4')])
    const jobId = id('a.mp4')
    queue.edit(jobId, { type: 'cover', file: picture() })
    queue.start(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    const { cover, listener } = transfers[0]?.options ?? {}
    const error = { statusCode: 400, code: 'EntityTooLarge' }
    listener?.coverSettled(cover?.id ?? '', { state: 'failed', error })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    const failure = { code: 'cover-failed', retryable: true, detail: 'EntityTooLarge' }
    expect(coverOf(all)).toMatchObject({ state: 'failed', failure })
    expect(storedCovers.has(jobId)).toBe(true)
    queue.edit(jobId, { type: 'retry-cover' })
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('sent'))
    expect(coversSent).toEqual(['cover.jpg for 7'])
    queue.edit(jobId, { type: 'cover', file: picture('refused.jpg') })
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('failed'))
    expect(stage('a.mp4')).toBe('ready')
  })

  it('that cannot be read is not retried, but can be replaced', async () => {
    const all = createTestQueue()
    const { queue, transfers, id, stage, storedCovers, coversSent } = all
    await queue.add([chosen('a.mp4')])
    const jobId = id('a.mp4')
    queue.start(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    queue.edit(jobId, { type: 'cover', file: picture('unreadable.jpg') })
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('failed'))
    const failure = { code: 'cover-unreadable', retryable: false, detail: 'NotReadableError' }
    expect(coverOf(all)).toEqual({ state: 'failed', id: expect.any(String), failure })
    queue.edit(jobId, { type: 'retry-cover' })
    expect(coverOf(all)?.state).toBe('failed')
    queue.edit(jobId, { type: 'cover', file: picture() })
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('sent'))
    expect(coversSent).toEqual(['cover.jpg for 7'])
    expect(storedCovers.has(jobId)).toBe(true)
  })

  it('that is not stored any more is not retried', async () => {
    const before = createTestQueue()
    const { queue, id, journaled, storedFiles } = before
    await queue.add([chosen('a.mp4')])
    queue.edit(id('a.mp4'), { type: 'cover', file: picture() })
    await vi.waitFor(() => expect(storedFiles.size).toBe(1))
    const after = createTestQueue({ journaled, storedFiles })
    await after.queue.restore()
    after.queue.start(after.id('a.mp4'))
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    after.transfers[0]?.commit()
    await vi.waitFor(() => expect(coverOf(after)?.state).toBe('failed'))
    const failure = { code: 'cover-unreadable', retryable: false, detail: 'NotFoundError' }
    expect(coverOf(after)).toMatchObject({ failure })
  })

  it.each(['', undefined, 0])('fails for every reported error, also for %j', async (error) => {
    const all = createTestQueue()
    const { queue, transfers, id } = all
    await queue.add([chosen('a.mp4')])
    queue.edit(id('a.mp4'), { type: 'cover', file: picture() })
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    const { cover, listener } = transfers[0]?.options ?? {}
    listener?.coverSettled(cover?.id ?? '', { state: 'failed', error })
    expect(coverOf(all)).toMatchObject({ state: 'failed', failure: { code: 'cover-failed' } })
  })

  it('is restored on the next page, together with the time range', async () => {
    const before = createTestQueue()
    const { queue, id, journaled, storedFiles, storedCovers } = before
    await queue.add([chosen('a.mp4')])
    const trim = { start: 1, end: 3, copy: true }
    queue.edit(id('a.mp4'), { type: 'trim', trim })
    queue.edit(id('a.mp4'), { type: 'cover', file: picture() })
    await vi.waitFor(() => expect(storedFiles.size).toBe(1))
    const after = createTestQueue({ journaled, storedFiles, storedCovers })
    await after.queue.restore()
    after.queue.start(after.id('a.mp4'))
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    const { compression, cover } = after.transfers[0]?.options ?? {}
    expect(compression).toMatchObject({ choice: { quality: 'Original' }, trim })
    expect(cover).toMatchObject({ isStored: false, file: { name: 'cover.jpg' } })
  })

  it('of a published video is sent by the next page', async () => {
    const before = createTestQueue()
    const { queue, transfers, id, journaled, storedFiles, storedCovers, delayAnswers } = before
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    delayAnswers()
    queue.edit(id('a.mp4'), { type: 'cover', file: picture() })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(coverOf(before)?.state).toBe('sending'))
    const after = createTestQueue({ journaled, storedFiles, storedCovers })
    await after.queue.restore()
    await vi.waitFor(() => expect(coverOf(after)?.state).toBe('sent'))
    expect(after.coversSent).toEqual(['cover.jpg for 7'])
  })

  it('is removed with its job', async () => {
    const { queue, id, storedCovers, endUndoTime } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.edit(id('a.mp4'), { type: 'cover', file: picture() })
    await vi.waitFor(() => expect(storedCovers.size).toBe(1))
    queue.remove(id('a.mp4'))
    endUndoTime()
    await vi.waitFor(() => expect(storedCovers.size).toBe(0))
  })
})
