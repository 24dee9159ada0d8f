import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { UploadId } from '@reelferry/contract'
import { chosen, createTestQueue, settled, type TestQueue } from './test-queue.ts'

const uploadIdOf = (index: number) => String(index).padStart(22, 'A') as UploadId

/** A queue that sends these files. */
async function sendingQueue(...names: string[]) {
  const test = createTestQueue()
  await test.queue.add(names.map((name) => chosen(name)))
  test.queue.forAll('start')
  await vi.waitFor(() => expect(test.transfers).toHaveLength(Math.min(2, names.length)))
  return test
}

const stages = ({ queue }: TestQueue) => queue.jobs.value.map(({ stage }) => stage)

describe('undo of a cancellation', () => {
  it('continues the transfer: nothing is opened or sent twice', async () => {
    const test = await sendingQueue('a.mp4')
    const { queue, transfers, id, stage, deleted, endUndoTime, opened } = test
    transfers[0]?.options.listener.progress(400)
    queue.cancel(id('a.mp4'))
    expect([stage('a.mp4'), transfers[0]?.state]).toEqual(['canceled', 'paused'])
    expect(queue.undoable.value).toMatchObject({ kind: 'canceled', count: 1 })
    queue.undo()
    expect(queue.jobs.value).toMatchObject([
      { stage: 'uploading', uploadId: uploadIdOf(0), transferred: { sentBytes: 400 } },
    ])
    expect([transfers[0]?.state, queue.undoable.value]).toEqual(['running', undefined])
    endUndoTime()
    await settled()
    expect([transfers.length, opened(), deleted]).toEqual([1, 1, []])
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
  })

  it('leaves a job paused that was paused before', async () => {
    const { queue, transfers, id, stage } = await sendingQueue('a.mp4')
    queue.pause(id('a.mp4'))
    queue.cancel(id('a.mp4'))
    queue.undo()
    expect([stage('a.mp4'), transfers[0]?.state]).toEqual(['paused', 'paused'])
    queue.resume(id('a.mp4'))
    expect([stage('a.mp4'), transfers[0]?.state]).toEqual(['uploading', 'running'])
  })

  it('applies to all jobs that were canceled together', async () => {
    const test = await sendingQueue('1.mp4', '2.mp4', '3.mp4')
    test.queue.forAll('cancel')
    await settled()
    expect(test.queue.undoable.value).toMatchObject({ kind: 'canceled', count: 3 })
    expect(test.transfers.map(({ state }) => state)).toEqual(['paused', 'paused'])
    test.queue.undo()
    expect(stages(test)).toEqual(['uploading', 'uploading', 'uploading'])
    expect(test.transfers.map(({ state }) => state)).toEqual(['running', 'running'])
    expect(test.queue.jobs.value.at(2)).toMatchObject({ activity: 'waiting' })
  })

  it('starts again if the upload was not open yet', async () => {
    const test = createTestQueue()
    await test.queue.add([chosen('a.mp4')])
    const answer = test.delayAnswers()
    test.queue.start(test.id('a.mp4'))
    await vi.waitFor(() => expect(test.opened()).toBe(1))
    test.queue.cancel(test.id('a.mp4'))
    test.queue.undo()
    answer()
    await vi.waitFor(() => expect(test.transfers).toHaveLength(1))
    await settled()
    // The upload of the attempt that was canceled would stay in the library.
    expect([test.running(), test.deleted]).toEqual([1, [uploadIdOf(0)]])
  })

  it('keeps the details that were entered meanwhile', async () => {
    const { queue, id } = await sendingQueue('a.mp4')
    queue.cancel(id('a.mp4'))
    queue.editDetails(id('a.mp4'), { title: 'Harbor', description: '' })
    queue.undo()
    expect(queue.jobs.value).toMatchObject([{ stage: 'uploading', details: { title: 'Harbor' } }])
  })

  it('is not offered after another quality was chosen, because the upload is discarded', async () => {
    const { queue, id, transfers, deleted, endUndoTime } = await sendingQueue('a.mp4')
    queue.cancel(id('a.mp4'))
    queue.chooseQuality(id('a.mp4'), { quality: '360p' })
    expect([queue.undoable.value, transfers[0]?.state]).toEqual([undefined, 'canceled'])
    endUndoTime()
    await settled()
    expect(deleted).toEqual([uploadIdOf(0)])
  })
})

describe('undo of a removal', () => {
  it('brings back a draft as it was, with its file, its cover and its place', async () => {
    const test = createTestQueue()
    const { queue, id, storedFiles, storedCovers, journaled, endUndoTime } = test
    await queue.add(['1.mp4', '2.mp4', '3.mp4'].map((name) => chosen(name)))
    const jobId = id('2.mp4')
    queue.chooseQuality(jobId, { quality: '720p' })
    queue.edit(jobId, { type: 'trim', trim: { start: 1, end: 2, copy: true } })
    queue.edit(jobId, { type: 'cover', file: new File(['a picture'], 'cover.jpg') })
    queue.editDetails(jobId, { title: 'Harbor', description: 'At dawn', visibility: 'private' })
    const before = queue.jobs.value
    const journal = structuredClone(journaled)
    queue.remove(jobId)
    expect(queue.jobs.value.map(({ source }) => source.name)).toEqual(['1.mp4', '3.mp4'])
    expect(queue.undoable.value).toMatchObject({ kind: 'removed', count: 1 })
    queue.undo()
    expect(queue.jobs.value).toEqual(before)
    endUndoTime()
    await settled()
    expect(journaled).toEqual(journal)
    expect([storedFiles.has(jobId), storedCovers.has(jobId)]).toEqual([true, true])
    expect(await (await queue.fileOf(jobId))?.text()).toBe('content of 2.mp4')
  })

  it('is possible for ten seconds; then everything that is stored is deleted', async () => {
    const { queue, id, storedFiles, journaled, lockedJobs, endUndoTime } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.remove(id('a.mp4'))
    await settled()
    expect([storedFiles.size, journaled.size]).toEqual([1, 1])
    const seconds = ((queue.undoable.value?.until ?? 0) - Date.now()) / 1000
    expect(Math.round(seconds)).toBe(10)
    endUndoTime()
    await settled()
    expect([storedFiles.size, journaled.size, lockedJobs()]).toEqual([0, 0, 0])
    queue.undo()
    expect(queue.jobs.value).toEqual([])
  })

  it('clears only entries that are finished, and brings all of them back, also refused files', async () => {
    const test = await sendingQueue('ready.mp4', 'failed.mp4', 'canceled.mp4')
    const { queue, transfers, id, stage, endUndoTime } = test
    transfers[0]?.commit()
    transfers[1]?.fail({ status: 403 })
    await vi.waitFor(() => expect(stage('failed.mp4')).toBe('failed'))
    await vi.waitFor(() => expect(stage('ready.mp4')).toBe('ready'))
    queue.cancel(id('canceled.mp4'))
    endUndoTime()
    await queue.add([chosen('draft.mp4'), { file: new File([], 'empty.mp4') }])
    const [jobs, refused] = [queue.jobs.value, queue.refused.value]
    queue.forAll('remove')
    expect(queue.jobs.value.map(({ source }) => source.name)).toEqual(['draft.mp4'])
    expect([queue.refused.value, queue.undoable.value?.count]).toEqual([[], 4])
    queue.undo()
    expect([queue.jobs.value, queue.refused.value]).toEqual([jobs, refused])
    expect(queue.undoable.value).toBeUndefined()
  })

  it('does not apply to a video that is being sent', async () => {
    const test = await sendingQueue('a.mp4')
    test.queue.remove(test.id('a.mp4'))
    expect([stages(test), test.queue.undoable.value]).toEqual([['uploading'], undefined])
  })
})

describe('several actions', () => {
  it('are undone one after the other, the last one first', async () => {
    const { queue } = createTestQueue()
    const names = () => queue.jobs.value.map(({ source }) => source.name)
    await queue.add(['1.mp4', '2.mp4', '3.mp4'].map((name) => chosen(name)))
    for (const { jobId } of queue.jobs.value.slice(0, 2)) queue.remove(jobId)
    expect(names()).toEqual(['3.mp4'])
    queue.undo()
    expect(names()).toEqual(['2.mp4', '3.mp4'])
    queue.undo()
    expect(names()).toEqual(['1.mp4', '2.mp4', '3.mp4'])
  })

  it('wait while the button to undo has the focus', async () => {
    const { queue, id, journaled, endUndoTime } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.remove(id('a.mp4'))
    queue.holdUndo()
    endUndoTime()
    expect(queue.undoable.value).toBeDefined()
    queue.releaseUndo()
    endUndoTime()
    await settled()
    expect([queue.undoable.value, journaled.size]).toEqual([undefined, 0])
  })
})

describe('a page that is left while an action can be undone', () => {
  it('deletes at once', async () => {
    const test = await sendingQueue('canceled.mp4')
    await test.queue.add([chosen('removed.mp4')])
    const removedId = test.id('removed.mp4')
    test.queue.cancel(test.id('canceled.mp4'))
    test.queue.remove(removedId)
    test.leavePage()
    expect(test.deleted).toEqual([uploadIdOf(0)])
    await settled()
    expect([test.journaled.has(removedId), test.storedFiles.has(removedId)]).toEqual([false, false])
  })

  it('or that is killed leaves a removed job unchanged to the next page', async () => {
    const before = createTestQueue()
    await before.queue.add(['1.mp4', '2.mp4'].map((name) => chosen(name)))
    before.queue.remove(before.id('1.mp4'))
    const after = createTestQueue(before)
    await after.queue.restore()
    expect(after.queue.jobs.value.map(({ source, stage }) => [source.name, stage])).toEqual([
      ['1.mp4', 'draft'],
      ['2.mp4', 'draft'],
    ])
  })

  it('or that is killed leaves a canceled upload to the next page, which deletes it', async () => {
    const before = await sendingQueue('a.mp4')
    before.queue.cancel(before.id('a.mp4'))
    const after = createTestQueue(before)
    await after.queue.restore()
    await vi.waitFor(() => expect(after.deleted).toEqual([uploadIdOf(0)]))
    expect([after.stage('a.mp4'), after.queue.undoable.value]).toEqual(['canceled', undefined])
    await settled()
    expect(after.journaled.get(after.id('a.mp4'))?.uploadId).toBeUndefined()
    after.queue.retry(after.id('a.mp4'))
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.transfers[0]?.options.sessionKey).toBe('')
  })

  it('repeats the deletion on the next page if the edge did not answer', async () => {
    const before = await sendingQueue('a.mp4')
    before.failRequests(1, 'not-signed-in')
    before.queue.cancel(before.id('a.mp4'))
    before.endUndoTime()
    await settled()
    expect(before.deleted).toEqual([])
    const after = createTestQueue(before)
    await after.queue.restore()
    await vi.waitFor(() => expect(after.deleted).toEqual([uploadIdOf(0)]))
  })
})

describe('any sequence of commands', () => {
  it('loses no job, and leaves no upload that nothing uses', async () => {
    const action = fc.record({
      job: fc.integer({ min: 0, max: 2 }),
      what: fc.constantFrom(
        ...(['start', 'pause', 'resume', 'cancel', 'remove', 'undo', 'endUndoTime'] as const),
        ...(['cancelAll', 'clear'] as const),
      ),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 30 }), async (actions) => {
        const test = createTestQueue()
        const { queue, transfers, endUndoTime, opened, deleted, journaled } = test
        await queue.add(['0.mp4', '1.mp4', '2.mp4'].map((name) => chosen(name)))
        const ids = queue.jobs.value.map(({ jobId }) => jobId)
        for (const { job, what } of actions) {
          if (what === 'endUndoTime') endUndoTime()
          else if (what === 'undo') queue.undo()
          else if (what === 'cancelAll') queue.forAll('cancel')
          else if (what === 'clear') queue.forAll('remove')
          else queue[what](ids[job] ?? '')
          await settled()
          const live = transfers.filter(({ state }) => state === 'running')
          expect(live.length).toBeLessThanOrEqual(2)
          expect(new Set(live.map(({ file }) => file.name)).size).toBe(live.length)
          const order = queue.jobs.value.map(({ jobId }) => ids.indexOf(jobId))
          expect(order).toEqual(order.toSorted((a, b) => a - b))
        }
        endUndoTime()
        for (let turn = 0; turn < 3; turn++) await settled()
        // Everything that is not in the list any more is deleted, and every open upload belongs to a job.
        expect([...journaled.keys()]).toEqual(queue.jobs.value.map(({ jobId }) => jobId))
        const used = [...journaled.values()].filter(({ uploadId }) => uploadId).length
        expect(opened() - new Set(deleted).size).toBe(used)
      }),
      { numRuns: 60 },
    )
  })
})
