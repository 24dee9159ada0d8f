import { describe, expect, it, vi } from 'vitest'
import { watch } from 'vue'
import { EdgeError } from '../../../../src/api/request.ts'
import { chosen, createTestQueue, settled } from './test-queue.ts'

describe('cancellation', () => {
  it('takes effect at once, and a retry resumes the session', async () => {
    const { queue, transfers, id, stage, opened } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    queue.cancel(id('a.mp4'))
    expect([stage('a.mp4'), transfers[0]?.state]).toEqual(['canceled', 'paused'])
    queue.retry(id('a.mp4'))
    await settled()
    expect([stage('a.mp4'), transfers[0]?.state]).toEqual(['uploading', 'running'])
    expect([opened(), transfers.length]).toEqual([1, 1])
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
  })

  it('deletes the upload at the edge when it cannot be undone any more', async () => {
    const { queue, transfers, id, stage, deleted, endUndoTime, opened } = createTestQueue()
    await queue.add([chosen('a.mp4'), chosen('b.mp4')])
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    queue.cancel(id('a.mp4'))
    expect(deleted).toEqual([])
    endUndoTime()
    expect(deleted).toEqual(['A'.repeat(21) + '0'])
    expect([stage('a.mp4'), transfers[0]?.state, queue.undoable.value]).toEqual([
      ...['canceled', 'canceled', undefined],
    ])
    queue.retry(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(3))
    expect([opened(), transfers[2]?.options.sessionKey]).toEqual([3, ''])
  })

  it('deletes the upload as soon as the edge answers, also after the job was removed', async () => {
    const { queue, transfers, id, deleted, failRequests, endUndoTime } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    failRequests(3)
    queue.cancel(id('a.mp4'))
    queue.remove(id('a.mp4'))
    endUndoTime()
    await vi.waitFor(() => expect(deleted).toEqual(['A'.repeat(21) + '0']))
  })

  it('does not delete uploads that may be published', async () => {
    const { queue, transfers, id, stage, deleted, endUndoTime } = createTestQueue()
    await queue.add([chosen('a.mp4'), chosen('b.mp4')])
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    transfers[0]?.commit()
    transfers[1]?.options.listener.allStored()
    transfers[1]?.fail({ status: 403 })
    await vi.waitFor(() => expect([stage('a.mp4'), stage('b.mp4')]).toEqual(['ready', 'failed']))
    for (const name of ['a.mp4', 'b.mp4']) queue.remove(id(name))
    endUndoTime()
    await settled()
    expect([queue.jobs.value, deleted]).toEqual([[], []])
  })

  it('while the upload is being opened starts no transfer', async () => {
    const { queue, transfers, id, stage } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    queue.cancel(id('a.mp4'))
    await settled()
    expect([stage('a.mp4'), transfers.length]).toEqual(['canceled', 0])
  })

  it('while the SDK is being loaded ends the transfer', async () => {
    const { queue, transfers, id, stage, delayAnswers } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    let load = () => {}
    const stop = watch(
      queue.jobs,
      ([job]) => {
        if (job?.stage !== 'uploading' || !job.uploadId) return
        stop()
        load = delayAnswers()
      },
      { flush: 'sync' },
    )
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    queue.cancel(id('a.mp4'))
    load()
    await vi.waitFor(() => expect(transfers[0]?.state).toBe('canceled'))
    expect(stage('a.mp4')).toBe('canceled')
  })

  it('followed by a retry while the upload is being opened sends once', async () => {
    const { queue, transfers, id, opened, delayAnswers, running, deleted } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    const answer = delayAnswers()
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(opened()).toBe(1))
    queue.cancel(id('a.mp4'))
    queue.retry(id('a.mp4'))
    answer()
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    await settled()
    expect([transfers.length, running()]).toEqual([1, 1])
    // The first attempt has opened an upload that nothing uses.
    expect([opened(), deleted.length]).toEqual([2, 1])
  })

  it('ignores a late error of the canceled attempt', async () => {
    const { queue, transfers, id, stage, opened, delayAnswers } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    const answer = delayAnswers()
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(opened()).toBe(1))
    queue.cancel(id('a.mp4'))
    delayAnswers()()
    queue.retry(id('a.mp4'))
    answer(new EdgeError('network-lost'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    await settled()
    expect([stage('a.mp4'), transfers[0]?.state]).toEqual(['uploading', 'running'])
  })
})

describe('a pause while the upload is being opened', () => {
  it('leads to one transfer after resuming', async () => {
    const { queue, transfers, id, opened, delayAnswers, running } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    const answer = delayAnswers()
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(opened()).toBe(1))
    queue.pause(id('a.mp4'))
    queue.resume(id('a.mp4'))
    answer()
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    await settled()
    expect([opened(), transfers.length, running()]).toEqual([1, 1, 1])
  })

  it('makes the job wait for a slot if another job took its slot', async () => {
    const { queue, transfers, id, opened, delayAnswers, running } = createTestQueue()
    await queue.add(['1.mp4', '2.mp4', '3.mp4'].map((name) => chosen(name)))
    const answer = delayAnswers()
    queue.start(id('1.mp4'))
    queue.start(id('2.mp4'))
    queue.pause(id('1.mp4'))
    queue.start(id('3.mp4'))
    await vi.waitFor(() => expect(opened()).toBe(3))
    queue.resume(id('1.mp4'))
    answer()
    await vi.waitFor(() => expect(transfers).toHaveLength(3))
    await settled()
    expect(running()).toBe(2)
    transfers.find(({ file }) => file.name === '2.mp4')?.commit()
    await vi.waitFor(() => expect(running()).toBe(2))
    expect(transfers.find(({ file }) => file.name === '1.mp4')?.state).toBe('running')
  })
})
