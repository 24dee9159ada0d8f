import { describe, expect, it, vi } from 'vitest'
import { EdgeError } from '../../../../src/api/request.ts'
import { chosen, createTestQueue, type TestQueue } from './test-queue.ts'

describe('a change after a failure or a cancellation', () => {
  const changes: [string, (queue: TestQueue['queue'], jobId: string) => void][] = [
    ['another quality', (queue, jobId) => queue.chooseQuality(jobId, { quality: '360p' })],
    ['a time range', (queue, jobId) => queue.edit(jobId, { type: 'trim', trim })],
    ['its location', (queue, jobId) => queue.edit(jobId, { type: 'private-data', removes: false })],
    ['no cover', (queue, jobId) => queue.edit(jobId, { type: 'cover', file: undefined })],
  ]
  const trim = { start: 1, end: 3, copy: true }

  it('starts another upload', async () => {
    const { queue, transfers, id, stage, deleted, opened } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    const jobId = id('a.mp4')
    queue.start(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.fail(new EdgeError('not-signed-in'))
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('failed'))
    queue.edit(jobId, { type: 'trim', trim: { start: 1, end: 2, copy: true } })
    expect(deleted).toEqual(['A'.repeat(21) + '0'])
    queue.retry(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect([opened(), transfers[1]?.options.sessionKey]).toEqual([2, ''])
  })

  it.each(changes)('restarts with %s, also on the next page', async (_, change) => {
    const { queue, transfers, id, journaled } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    const jobId = id('a.mp4')
    queue.edit(jobId, { type: 'cover', file: new File(['a picture'], 'cover.jpg') })
    queue.start(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.options.listener.coverSettled(queue.jobs.value[0]?.cover?.id ?? '', {
      state: 'sent',
    })
    queue.cancel(jobId)
    expect(journaled.get(jobId)?.sessionKey).toBe('session of a.mp4')
    change(queue, jobId)
    expect(journaled.get(jobId)?.sessionKey).toBe('')
    queue.retry(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect(transfers[1]?.options.sessionKey).toBe('')
  })
})
