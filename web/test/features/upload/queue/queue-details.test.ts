import { describe, expect, it, vi } from 'vitest'
import { EdgeError } from '../../../../src/api/request.ts'
import { chosen, createTestQueue, settled } from './test-queue.ts'

describe('details of a video', () => {
  const details = { title: 'A day out', description: '' }

  it('are stored until the upload is open, then sent when typing pauses', async () => {
    const { queue, id, journaled, edits, transfers } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    const jobId = id('a.mp4')
    queue.editDetails(jobId, { title: 'A', description: '' })
    queue.editDetails(jobId, details)
    await settled()
    expect(journaled.get(jobId)?.details).toEqual(details)
    expect(edits).toEqual([])
    queue.start(jobId)
    await vi.waitFor(() => expect(edits).toHaveLength(1))
    expect(edits[0]?.edited).toEqual(details)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    expect(queue.jobs.value[0]?.details?.savedFor).toBe(edits[0]?.uploadId)
    queue.editDetails(jobId, { ...details, visibility: 'private' })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(edits).toHaveLength(2))
    expect(edits[1]?.edited).toEqual({ ...details, visibility: 'private' })
  })

  it('are sent again while the edge cannot be reached', async () => {
    const { queue, id, edits, transfers, failRequests } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    failRequests(3)
    queue.editDetails(id('a.mp4'), details)
    await vi.waitFor(() => expect(edits).toHaveLength(1))
    expect(queue.jobs.value[0]?.details?.savedFor).toBe(edits[0]?.uploadId)
  })

  it('are sent by the next page if this page cannot send them', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    const jobId = before.id('a.mp4')
    before.queue.start(jobId)
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    before.failRequests(Infinity)
    before.queue.editDetails(jobId, details)
    await settled()
    const after = createTestQueue({ journaled: before.journaled, storedFiles: before.storedFiles })
    await after.queue.restore()
    await vi.waitFor(() => expect(after.edits).toHaveLength(1))
    expect(after.edits[0]?.edited).toEqual(details)
    before.failRequests(0)
  })

  it('are sent again for the upload that replaces a closed one', async () => {
    const { queue, id, edits, transfers, stage } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.editDetails(id('a.mp4'), details)
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(edits).toHaveLength(1))
    transfers[0]?.fail(new EdgeError('upload-closed'))
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('failed'))
    queue.retry(id('a.mp4'))
    await vi.waitFor(() => expect(edits).toHaveLength(2))
    expect(edits[1]?.uploadId).not.toBe(edits[0]?.uploadId)
  })

  it('are sent before their job is removed', async () => {
    const { queue, id, edits, transfers, stage } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    queue.editDetails(id('a.mp4'), details)
    queue.remove(id('a.mp4'))
    await vi.waitFor(() => expect(edits.map(({ edited }) => edited)).toEqual([details]))
  })
})
