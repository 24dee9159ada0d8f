import { describe, expect, it, vi } from 'vitest'
import type { JournalEntry } from '../../../../src/features/upload/persistence/journal.ts'
import { chosen, createTestQueue, settled } from './test-queue.ts'

describe('other tabs', () => {
  it('keep their jobs until they are closed', async () => {
    const tabs = new Map()
    const first = createTestQueue({ tabs })
    await first.queue.add([chosen('a.mp4')])
    first.queue.start(first.id('a.mp4'))
    await vi.waitFor(() => expect(first.transfers).toHaveLength(1))
    await vi.waitFor(() => expect(first.storedFiles.size).toBe(1))
    const second = createTestQueue({
      tabs,
      journaled: first.journaled,
      storedFiles: first.storedFiles,
    })
    await second.queue.restore()
    // Added later in the second tab and announced to the first.
    await second.queue.add([chosen('b.mp4')])
    await settled()
    first.announce(second.id('b.mp4'))
    await settled()
    expect(second.queue.jobs.value.map(({ source }) => source.name)).toEqual(['b.mp4'])
    expect(first.queue.jobs.value.map(({ source }) => source.name)).toEqual(['a.mp4'])
    first.closeTab()
    await vi.waitFor(() => expect(second.transfers).toHaveLength(1))
    expect(second.stage('a.mp4')).toBe('uploading')
  })

  it('that open at the same time share the jobs, and both accept new files', async () => {
    const before = createTestQueue()
    await before.queue.add(['1.mp4', '2.mp4'].map((name) => chosen(name)))
    const { journaled, storedFiles } = before
    await vi.waitFor(() => expect(journaled.size).toBe(2))
    const tabs = new Map()
    const both = [
      createTestQueue({ journaled, storedFiles, tabs }),
      createTestQueue({ journaled, storedFiles, tabs }),
    ]
    await Promise.all(both.map(({ queue }) => queue.restore()))
    for (const [index, { queue }] of both.entries()) await queue.add([chosen(`new ${index}.mp4`)])
    const names = both.map(({ queue }) => queue.jobs.value.map(({ source }) => source.name))
    expect(names.flat().toSorted()).toEqual(['1.mp4', '2.mp4', 'new 0.mp4', 'new 1.mp4'])
  })

  it('do not take over a removed job', async () => {
    const tabs = new Map()
    const first = createTestQueue({ tabs })
    await first.queue.add([chosen('a.mp4')])
    await settled()
    const second = createTestQueue({
      tabs,
      journaled: first.journaled,
      storedFiles: first.storedFiles,
    })
    await second.queue.restore()
    first.queue.remove(first.id('a.mp4'))
    first.endUndoTime()
    await vi.waitFor(() => expect(tabs.size).toBe(0))
    expect(second.queue.jobs.value).toEqual([])
  })
})

describe('other creators', () => {
  it('do not see the jobs of a creator, who finds them unchanged', async () => {
    const journaled = new Map<string, JournalEntry>()
    const storedFiles = new Map<string, File>()
    const ada = createTestQueue({ journaled, storedFiles })
    await ada.queue.restore()
    await ada.queue.add([chosen('a.mp4'), chosen('b.mp4'), chosen('c.mp4')])
    ada.queue.forAll('start')
    await vi.waitFor(() => expect(ada.transfers).toHaveLength(2))
    const before = structuredClone([...journaled.values()])

    const bea = createTestQueue({ journaled, storedFiles, owner: 'bea' })
    await bea.queue.restore()
    bea.announce(before[0]?.jobId ?? '')
    await settled()
    expect([bea.queue.jobs.value, bea.opened(), bea.lockedJobs()]).toEqual([[], 0, 0])
    expect([...journaled.values()]).toEqual(before)
    await bea.queue.add([chosen('d.mp4')])

    const again = createTestQueue({ journaled, storedFiles })
    await again.queue.restore()
    expect(again.queue.jobs.value.map(({ source }) => source.name)).toEqual([
      'a.mp4',
      'b.mp4',
      'c.mp4',
    ])
    await vi.waitFor(() => expect(again.transfers).toHaveLength(2))
    expect(again.transfers[0]?.options.sessionKey).toBe('session of a.mp4')
  })
})
