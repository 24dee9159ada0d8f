import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { chosen, createTestQueue, settled, type TestQueue } from './test-queue.ts'

const namesOf = ({ queue }: TestQueue) =>
  queue.jobs.value.map(({ source }) => source.name.replace('.mp4', ''))

async function queueOf(...names: string[]) {
  const test = createTestQueue()
  await test.queue.add(names.map((name) => chosen(`${name}.mp4`)))
  return test
}

describe('the order of the queue', () => {
  it('changes by moving a job to an index, and is the order in which jobs are sent', async () => {
    const test = await queueOf('1', '2', '3', '4')
    test.queue.move(test.id('4.mp4'), 0)
    test.queue.move(test.id('1.mp4'), 3)
    test.queue.move(test.id('2.mp4'), 7)
    expect(namesOf(test)).toEqual(['4', '2', '3', '1'])
    test.queue.forAll('start')
    await vi.waitFor(() => expect(test.transfers).toHaveLength(2))
    test.transfers[0]?.commit()
    test.transfers[1]?.commit()
    await vi.waitFor(() => expect(test.transfers).toHaveLength(4))
    expect(test.transfers.map(({ file }) => file.name)).toEqual([
      ...['4.mp4', '2.mp4', '3.mp4', '1.mp4'],
    ])
  })

  it('puts the job first that is to be uploaded next', async () => {
    const test = await queueOf('1', '2', '3', '4', '5')
    test.queue.forAll('start')
    await vi.waitFor(() => expect(test.transfers).toHaveLength(2))
    const canGoNext = () =>
      ['1', '3', '4', '5'].map((name) => test.queue.canGoNext(test.id(`${name}.mp4`)))
    expect(canGoNext()).toEqual([false, false, true, true])
    test.queue.uploadNext(test.id('5.mp4'))
    expect(namesOf(test)).toEqual(['1', '2', '5', '3', '4'])
    expect(canGoNext()).toEqual([false, true, true, false])
    test.transfers[0]?.commit()
    await vi.waitFor(() => expect(test.transfers).toHaveLength(3))
    expect(test.transfers[2]?.file.name).toBe('5.mp4')
  })

  it('is restored, also for entries of earlier versions', async () => {
    const before = await queueOf('1', '2', '3')
    before.queue.move(before.id('3.mp4'), 0)
    const after = createTestQueue(before)
    await after.queue.restore()
    expect(namesOf(after)).toEqual(['3', '1', '2'])
    for (const entry of after.journaled.values()) delete entry.position
    for (const [index, name] of ['1.mp4', '2.mp4', '3.mp4'].entries()) {
      const entry = after.journaled.get(after.id(name))
      if (entry) entry.addedAt = 1000 * (3 - index)
    }
    const later = createTestQueue({ journaled: after.journaled })
    await later.queue.restore()
    expect(namesOf(later)).toEqual(['3', '2', '1'])
    await later.queue.add([chosen('4.mp4')])
    expect(namesOf(later)).toEqual(['3', '2', '1', '4'])
  })

  it('is restored after any moves and removals that are undone', async () => {
    const action = fc.record({
      job: fc.nat(4),
      to: fc.nat(4),
      what: fc.constantFrom('move', 'remove', 'undo'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 20 }), async (actions) => {
        const test = await queueOf('1', '2', '3', '4', '5')
        const ids = test.queue.jobs.value.map(({ jobId }) => jobId)
        for (const { job, to, what } of actions) {
          const before = namesOf(test)
          if (what === 'move') test.queue.move(ids[job] ?? '', to)
          else if (what === 'remove') test.queue.remove(ids[job] ?? '')
          else test.queue.undo()
          if (what === 'move') expect(namesOf(test).toSorted()).toEqual(before.toSorted())
        }
        while (test.queue.undoable.value) test.queue.undo()
        await settled()
        const after = createTestQueue({ journaled: test.journaled })
        await after.queue.restore()
        expect(namesOf(after)).toEqual(namesOf(test))
      }),
      { numRuns: 40 },
    )
  })
})
