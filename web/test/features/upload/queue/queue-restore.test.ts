import { describe, expect, it, vi } from 'vitest'
import { EdgeError } from '../../../../src/api/request.ts'
import { chosen, createTestQueue, settled } from './test-queue.ts'

describe('a restored queue', () => {
  it('resumes the upload and the session when the file is chosen again', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))

    const after = createTestQueue({ journaled: before.journaled })
    await after.queue.restore()
    await vi.waitFor(() =>
      expect(after.queue.jobs.value).toMatchObject([
        { stage: 'paused', missing: 'file', source: { name: 'a.mp4' } },
      ]),
    )
    expect(after.queue.isBusy.value).toBe(false)
    await after.queue.add([chosen('a.mp4', 'content of b.mp4'), chosen('a.mp4')])
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.transfers[0]?.options.sessionKey).toBe('session of a.mp4')
    expect(after.opened()).toBe(0)
    expect(after.queue.jobs.value.map(({ stage }) => stage)).toEqual(['uploading', 'draft'])
  })

  it('restores the part layout until another session is opened', async () => {
    const cuts = [{ from: 0, size: 2 ** 20 }]
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    before.transfers[0]?.options.listener.partLayoutChanged(cuts)
    await vi.waitFor(() => expect(before.journaled.get(before.id('a.mp4'))?.cuts).toEqual(cuts))
    const after = createTestQueue(before)
    await after.queue.restore()
    await after.queue.add([chosen('a.mp4')])
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.transfers[0]?.options).toMatchObject({
      sessionKey: 'session of a.mp4',
      partLayout: cuts,
    })
    after.transfers[0]?.options.listener.sessionOpened('another')
    await vi.waitFor(() => expect(after.journaled.get(after.id('a.mp4'))?.cuts).toEqual([]))
  })

  it('polls the status of a sent video and shows published videos', async () => {
    const before = createTestQueue()
    before.setStatus('processing')
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    before.transfers[0]?.commit()
    await vi.waitFor(() => expect(before.stage('a.mp4')).toBe('processing'))

    const after = createTestQueue({ journaled: before.journaled })
    await after.queue.restore()
    await vi.waitFor(() => expect(after.stage('a.mp4')).toBe('ready'))
    before.setStatus('ready')
    await vi.waitFor(() => expect(before.stage('a.mp4')).toBe('ready'))

    const later = createTestQueue({ journaled: before.journaled })
    await later.queue.restore()
    expect(later.stage('a.mp4')).toBe('ready')
    later.queue.remove(later.id('a.mp4'))
    later.endUndoTime()
    expect([...before.journaled]).toEqual([])
  })

  it.each(['pause', 'cancel'] as const)('does not restart a job after %s', async (stop) => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    before.queue[stop](before.id('a.mp4'))
    const stage = before.stage('a.mp4')
    const after = createTestQueue(before)
    await after.queue.restore()
    await settled()
    expect([after.stage('a.mp4'), after.transfers.length]).toEqual([stage, 0])
  })

  it('restores a failure with its code', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    before.transfers[0]?.fail(new EdgeError('not-a-video'))
    await vi.waitFor(() => expect(before.stage('a.mp4')).toBe('failed'))
    const after = createTestQueue(before)
    await after.queue.restore()
    expect(after.queue.jobs.value).toMatchObject([
      { stage: 'failed', failure: { code: 'not-a-video', retryable: false } },
    ])
  })

  it('recognizes a file that is chosen before the journal is read', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    const after = createTestQueue({ journaled: before.journaled })
    void after.queue.restore()
    await after.queue.add([chosen('a.mp4')])
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.queue.jobs.value).toHaveLength(1)
  })

  it('restores a draft', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    const after = createTestQueue({ journaled: before.journaled })
    await after.queue.restore()
    await after.queue.add([chosen('a.mp4')])
    expect(after.queue.jobs.value).toMatchObject([{ stage: 'draft' }])
    expect(after.transfers).toEqual([])
  })
})

describe('a commit that was interrupted', () => {
  /** Opens a page after one that ended between the last byte and the answer to the commit. */
  async function interruptedCommit() {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    await vi.waitFor(() => expect(before.storedFiles.size).toBe(1))
    before.transfers[0]?.options.listener.allStored()
    return createTestQueue(before)
  }

  it('is not repeated if the edge knows the published file', async () => {
    const after = await interruptedCommit()
    after.setFileId('7')
    after.setFinishTransfer(() => Promise.reject(new Error('must not be called')))
    await after.queue.restore()
    await vi.waitFor(() => expect(after.stage('a.mp4')).toBe('ready'))
    expect(after.transfers).toEqual([])
  })

  it('is repeated without sending the file again', async () => {
    const after = await interruptedCommit()
    await after.queue.restore()
    await vi.waitFor(() => expect(after.stage('a.mp4')).toBe('ready'))
    expect(after.transfers).toEqual([])
  })

  it('sends the file again if VOD does not have all of it', async () => {
    const after = await interruptedCommit()
    after.setFinishTransfer(() => Promise.reject(Object.assign(new Error('no'), { code: 10001 })))
    await after.queue.restore()
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.stage('a.mp4')).toBe('uploading')
  })
})
